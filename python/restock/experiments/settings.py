"""Settings to compare: vars that differ from dbt_project.yml, out of YAML files."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

# What is scored must be the same rows for all.
_OF_THE_ROWS: Final = ("production_cutoff", "reported_cutoffs", "released_horizons", "max_horizon")


@dataclass(frozen=True)
class Settings:
    """Vars of an experiment.

    Parameters
    ----------
    name
        Name of their file, without what follows the point.
    written
        What the file says.
    changes
        The same as whole vars.
    """

    name: str
    written: Mapping[str, Any]
    changes: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path, project: Mapping[str, Any]) -> Settings:
        """Read a YAML file of names and values.

        Parameters
        ----------
        path
            The file. A name is that of a var, whose value is replaced as dbt's own --vars does,
            or a place in one, with points between the names: candidates.theta.parameters.
        project
            The vars of dbt_project.yml.

        Raises
        ------
        ValueError
            There is no such file, it is no YAML of names and values, a name is none of the
            project's, or the candidates are not those of the project.
        """
        changes: dict[str, Any] = {}
        written = _read(path)
        for name, value in written.items():
            var, *place = str(name).split(".")
            if var not in project:
                raise ValueError(f"settings '{path}': {_unknown(var, 'var', project)}")
            if not place:
                changes[var] = value
                continue
            changes.setdefault(var, copy.deepcopy(project[var]))
            _put(changes[var], place, value, f"settings '{path}', '{name}'")
        _refuse_other_candidates(changes, project, path)
        return cls(path.stem, written, changes)


def read_settings(paths: Sequence[Path], project: Mapping[str, Any]) -> list[Settings]:
    """Read settings that can be compared.

    Parameters
    ----------
    paths
        Their files.
    project
        The vars of dbt_project.yml.

    Raises
    ------
    ValueError
        A file cannot be used, there is but one, two have the same name, or the settings would be
        scored on different months.
    """
    settings = [Settings.read(path, project) for path in paths]
    names = [one.name for one in settings]
    if len(names) < 2:
        raise ValueError(f"there is nothing to compare '{paths[0]}' with: name two files or more")
    if len(set(names)) < len(names):
        raise ValueError(f"settings go by the names of their files, but two of {names} are alike")
    _refuse_other_rows(settings, project)
    return settings


def _refuse_other_rows(settings: Sequence[Settings], project: Mapping[str, Any]) -> None:
    for var in _OF_THE_ROWS:
        values = {one.name: one.changes.get(var, project[var]) for one in settings}
        if len({str(value) for value in values.values()}) > 1:
            found = ", ".join(f"{name} has {value}" for name, value in values.items())
            raise ValueError(
                f"settings are compared over the same cutoffs and months, but {var} differs: "
                f"{found}. Give all the same"
            )


def _read(path: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text())
    except FileNotFoundError as error:
        raise ValueError(f"there is no file '{path}': name YAML files of settings") from error
    except (yaml.YAMLError, UnicodeDecodeError, IsADirectoryError) as error:
        raise ValueError(f"settings '{path}' cannot be read as YAML: {error}") from error
    content = {} if content is None else content
    if not isinstance(content, dict):
        raise ValueError(
            f"settings '{path}' hold {type(content).__name__}, not names and values such as "
            "'min_gain: 0.05'"
        )
    return content


def _put(inside: Any, place: Sequence[str], value: object, where: str) -> None:  # noqa: ANN401
    for name in place[:-1]:
        inside = inside.get(name) if isinstance(inside, dict) else None
    if not isinstance(inside, dict) or place[-1] not in inside:
        known = inside if isinstance(inside, dict) else {}
        raise ValueError(f"{where}: {_unknown(place[-1], 'setting', known)}")
    inside[place[-1]] = value


def _unknown(name: str, what: str, known: Mapping[str, Any]) -> str:
    close = get_close_matches(name, list(known), n=1)
    hint = f"did you mean '{close[0]}'?" if close else f"known are {', '.join(known) or 'none'}"
    return f"there is no {what} '{name}' in dbt_project.yml; {hint}"


def _refuse_other_candidates(
    changes: Mapping[str, Any], project: Mapping[str, Any], path: Path
) -> None:
    """Each candidate has its models, which cannot be built without its settings."""
    found = changes.get("candidates", project["candidates"])
    if not isinstance(found, dict) or set(found) != set(project["candidates"]):
        raise ValueError(
            f"settings '{path}': candidates must be those that have models, "
            f"{', '.join(project['candidates'])}, each with its training and parameters. To change "
            "one setting, name its place, such as "
            "'candidates.lightgbm.parameters.trees.num_leaves: 31'"
        )
