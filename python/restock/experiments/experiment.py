"""An experiment: settings tried on data, kept by what it was made of."""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import duckdb

from restock.accuracy.scored import CHAMPION, MODELS, Scored
from restock.build import Builder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from restock.experiments.settings import Settings

EXPERIMENTS: Final = Path("warehouse/experiments")

_RECORD: Final = "experiment.json"
_WAREHOUSE: Final = "warehouse"
_ID_LENGTH: Final = 12
_PRODUCTION_CUTOFF: Final = "select max(cutoff_month) from intermediate.int_cutoffs"
_CODE: Final = (
    *("models", "macros", "python/restock"),
    *("requirements.lock", "seeds/withdrawals.csv"),
)
# What of it works beside or behind a warehouse and changes no forecast.
_BESIDE: Final = (
    *("accuracy", "append_only.py", "bench.py", "build.py", "check.py", "cli.py", "evaluate"),
    *("experiments", "export", "generate", "provenance.py", "publish.py", "registry"),
    *("release_inputs.py", "report.py", "restore.py", "run.py", "site"),
)
_APPROVALS: Final = Path("seeds/approvals.csv")
_CODE_KINDS: Final = (".sql", ".py", ".yml", ".csv", ".lock")
# What is tried is not approved yet: the rule alone decides, unless the settings say otherwise.
_RULE_DECIDES: Final = {"require_approval": False}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Experiment:
    """The record of an experiment, which is written once.

    Parameters
    ----------
    experiment_id
        Hash of settings, data and code.
    name
        What the settings were called when it was made.
    written
        What their file said.
    variables
        All vars, those that it changed among them.
    data, data_fingerprint
        Name of the input folder, and hash of its files.
    code_version
        Hash of models, macros, the Python that they call and the versions of libraries.
    production_cutoff
        The last month known.
    wape, bias
        Of the champion, at the reported cutoffs.
    training_seconds, predicting_seconds
        What the models that train and those that predict took.
    """

    experiment_id: str
    name: str
    written: Mapping[str, Any]
    variables: Mapping[str, Any]
    data: str
    data_fingerprint: str
    code_version: str
    production_cutoff: str
    wape: float | None
    bias: float | None
    training_seconds: float
    predicting_seconds: float

    def warehouse(self, folder: Path) -> Path:
        """Return its warehouse, in the folder of all experiments."""
        return folder / self.experiment_id / f"{_WAREHOUSE}.duckdb"


@dataclass(frozen=True)
class Laboratory:
    """Where experiments are made and kept.

    Parameters
    ----------
    project
        Root of the dbt project.
    data
        Input folder.
    folder
        Folder of all experiments.
    variables
        The vars of dbt_project.yml.
    """

    project: Path
    data: Path
    folder: Path
    variables: Mapping[str, Any]

    def run(self, settings: Settings) -> tuple[Experiment, bool]:
        """Find the experiment that tries these settings, or make it.

        Nothing is released: the warehouse is built up to the champions.

        Returns
        -------
        tuple
            The experiment, and whether it was made just now.

        Raises
        ------
        InputRefusedError
            The input cannot be used.
        BuildError
            The warehouse could not be built.
        """
        changes = {**_RULE_DECIDES, **settings.changes}
        variables = {**self.variables, **changes}
        data = _fingerprint(self.data, [path for path in self.data.rglob("*") if path.is_file()])
        approvals = [self.project / _APPROVALS] if variables["require_approval"] else []
        code = _fingerprint(self.project, [*_code(self.project), *approvals])
        made_of = json.dumps([variables, data, code], sort_keys=True, default=str)
        experiment_id = hashlib.sha256(made_of.encode()).hexdigest()[:_ID_LENGTH]
        home = self.folder / experiment_id
        if (home / _RECORD).exists() and (home / f"{_WAREHOUSE}.duckdb").exists():
            return _load(home), False

        log.info("trying %s", settings.name)
        # What a run that was broken off has left would make this one look quick.
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        builder = Builder(self.project, home)
        warehouse = builder.build(_WAREHOUSE, self.data, MODELS, **changes)
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            ((cutoff,),) = connection.execute(_PRODUCTION_CUTOFF).fetchall()
        scored = Scored.empty(self.project, variables["released_horizons"])
        scored.add(settings.name, warehouse)
        scores = scored.scores(settings.name, settings.name, []).where(
            slice="all", candidate=CHAMPION
        )
        training, predicting = _seconds(builder.target)
        experiment = Experiment(
            experiment_id=experiment_id,
            name=settings.name,
            written=settings.written,
            variables=variables,
            data=self.data.name,
            data_fingerprint=data,
            code_version=code,
            production_cutoff=str(cutoff),
            wape=next(iter(scores.numbers("wape")), None),
            bias=next(iter(scores.numbers("bias")), None),
            training_seconds=training,
            predicting_seconds=predicting,
        )
        _write(experiment, home)
        return experiment, True


def kept_experiments(folder: Path) -> list[Experiment]:
    """List the experiments of a folder, by what they tried and on what."""
    found = [_load(record.parent) for record in folder.glob(f"*/{_RECORD}")]
    return sorted(found, key=lambda one: (one.data, one.name, one.experiment_id))


def _load(home: Path) -> Experiment:
    return Experiment(**json.loads((home / _RECORD).read_text()))


def _write(experiment: Experiment, home: Path) -> None:
    """Write the record last and in one go: with it the experiment is there."""
    part = home / f"{_RECORD}.part"
    part.write_text(json.dumps(asdict(experiment), indent=2, default=str) + "\n")
    part.replace(home / _RECORD)


def _code(project: Path) -> Iterator[Path]:
    beside = [project / "python" / "restock" / name for name in _BESIDE]
    for name in _CODE:
        place = project / name
        for path in place.rglob("*") if place.is_dir() else [place]:
            if path.suffix in _CODE_KINDS and not any(map(path.is_relative_to, beside)):
                yield path


def _fingerprint(root: Path, files: list[Path]) -> str:
    made_of = hashlib.sha256()
    for path in sorted(files):
        made_of.update(str(path.relative_to(root)).encode() + b"\0")
        made_of.update(hashlib.sha256(path.read_bytes()).digest())
    return made_of.hexdigest()[:_ID_LENGTH]


def _seconds(target: Path) -> tuple[float, float]:
    """Return what the models that train and those that predict took, as dbt has it."""
    results = json.loads((target / "run_results.json").read_text())["results"]
    taken = {result["unique_id"].split(".")[-1]: result["execution_time"] for result in results}
    training = sum(taken[name] for name in taken if name.endswith("_models"))
    predicting = sum(taken[name] for name in taken if name.startswith("ml_forecasts_"))
    return round(training, 2), round(predicting, 2)
