"""dbt Python models wire: refs in, one call of the library, frame out."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODELS = sorted((ROOT / "models").rglob("*.py"))
LOOPS = (ast.For, ast.While, ast.comprehension)


def test_there_are_python_models() -> None:
    assert MODELS


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_model_only_wires(path: Path) -> None:
    source = path.read_text()
    tree = ast.parse(source)
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    statements = [node for node in tree.body if node not in imports]

    assert len(source.splitlines()) <= 20
    assert [getattr(node, "name", ast.unparse(node)) for node in statements] == ["model"]
    assert all(
        isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "restock"
        for node in imports
    ), "imports from restock only"
    assert not [node for node in ast.walk(tree) if isinstance(node, LOOPS)], "no loops"
    for way_into_pandas in ("pandas", ".df(", ".to_df("):
        assert way_into_pandas not in source
