"""The house keeps its doors one way: who may import whom, and what may not be written anywhere.

``app.py, pages/*.py -> pages/ui -> rnn_core.figures, rnn_core.tables -> rnn_core.*``
"""

import ast
import functools
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = [
    ROOT / "app.py",
    *sorted(path for top in ("pages", "rnn_core") for path in (ROOT / top).rglob("*.py")),
]
BROWSER_SOURCES = sorted(
    path for suffix in ("js", "css", "html", "svg") for path in (ROOT / "assets").rglob(f"*.{suffix}")
)
MAX_ASSETS_BYTES = 15_000_000
HOMES = {
    "streamlit": ("app.py", "pages/"),
    "plotly": ("rnn_core/figures/",),
    "pandas": ("rnn_core/figures/", "rnn_core/data/", "rnn_core/tables/"),
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    return name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@functools.cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@functools.cache
def imports_of(path: Path) -> frozenset[str]:
    """Return the modules that a file imports anywhere in it; ``from a import b`` counts as a and as a.b."""
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} has a relative import"
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def within(imported: str, package: str) -> bool:
    return imported == package or imported.startswith(f"{package}.")


CORE = [path for path in OURS if within(module_of(path), "rnn_core")]


def breaches(paths: Iterable[Path], rule: Callable[[Path], Iterable[str]]) -> dict[str, list[str]]:
    """Return what breaks a rule, by the file that it stands in."""
    found = {name_of(path): sorted(rule(path)) for path in paths}
    return {name: broken for name, broken in found.items() if broken}


def calls_of(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]


def is_true(keyword: ast.keyword) -> bool:
    return not (isinstance(keyword.value, ast.Constant) and keyword.value.value is False)


@pytest.mark.parametrize("library", HOMES)
def test_a_library_stays_in_its_rooms(library):
    outside = [path for path in OURS if not name_of(path).startswith(HOMES[library])]
    assert 0 < len(outside) < len(OURS)
    assert breaches(outside, lambda path: (name for name in imports_of(path) if within(name, library))) == {}


def test_the_core_knows_nothing_of_the_pages():
    def outer(path: Path) -> Iterable[str]:
        return (name for name in imports_of(path) if within(name, "pages") or within(name, "app"))

    assert breaches(CORE, outer) == {}


def test_only_figures_and_tables_import_figures_and_tables():
    drawing = ("rnn_core.figures", "rnn_core.tables", "rnn_core.export")
    others = [path for path in CORE if not module_of(path).startswith(drawing)]
    assert (
        breaches(others, lambda path: (name for name in imports_of(path) if name.startswith(drawing))) == {}
    )


def test_pages_never_import_pages():
    def pages(path: Path) -> Iterable[str]:
        found = (name for name in imports_of(path) if within(name, "pages") and name != "pages")
        yield from (name for name in found if not within(name, "pages.ui"))
        yield from (name for name in imports_of(path) if within(name, "app"))

    assert breaches(OURS, pages) == {}


def test_nothing_is_unpickled():
    modules = ("pickle", "cPickle", "dill", "joblib", "shelve", "marshal", "cloudpickle")
    calls = {"torch.load", "torch.save", "pd.read_pickle", "pandas.read_pickle"}

    def unsafe(path: Path) -> Iterable[str]:
        yield from (name for name in imports_of(path) if any(within(name, module) for module in modules))
        for call in calls_of(path):
            if ast.unparse(call.func) in calls:
                yield ast.unparse(call)
            yield from (word.arg for word in call.keywords if word.arg == "allow_pickle" and is_true(word))

    assert breaches(OURS, unsafe) == {}


def test_no_text_is_taken_for_html():
    forbidden = ("unsafe_allow_html", "st.html(", "components.v1", "unsafe_allow_javascript")

    def found(path: Path) -> Iterable[str]:
        # A style sheet of ours is no text.
        source = re.sub(r"st\.html\((STYLE|PLACE)_FILE\)", "", path.read_text("utf-8"))
        return (each for each in forbidden if each in source)

    assert breaches(OURS, found) == {}


def test_asserts_stay_in_the_tests():
    def asserts(path: Path) -> Iterable[str]:
        return (ast.unparse(node) for node in ast.walk(tree_of(path)) if isinstance(node, ast.Assert))

    assert breaches(OURS, asserts) == {}


def test_a_component_writes_no_html_and_loads_nothing():
    forbidden = (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
    )

    def found(path: Path) -> Iterable[str]:
        source = path.read_text("utf-8")
        yield from (each for each in forbidden if each in source)
        # An XML namespace is a name, not an address that is loaded.
        addresses = re.findall(r"https?:[^\s\"'`)]*|@import|[\"'(]//\w[^\s\"'`)]*", source)
        yield from (each for each in addresses if not each.startswith("http://www.w3.org/"))

    assert breaches(BROWSER_SOURCES, found) == {}


def test_assets_stay_small():
    assert (
        sum(path.stat().st_size for path in (ROOT / "assets").rglob("*") if path.is_file()) < MAX_ASSETS_BYTES
    )


def test_every_module_says_what_it_is_for():
    modules = [path for path in OURS if path.stat().st_size]
    assert [name_of(path) for path in modules if not ast.get_docstring(tree_of(path))] == []


def loaded_after(statement: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter has loaded after a statement."""
    code = f"import sys\n{statement}\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    return set(done.stdout.split())


def test_the_core_loads_without_plotly_pandas_and_streamlit():
    statement = "import rnn_core\nfor name in rnn_core.__all__: getattr(rnn_core, name)"
    loaded = loaded_after(statement)
    assert "torch" in loaded
    assert loaded.isdisjoint({"plotly", "pandas", "streamlit"})


def test_the_first_page_does_not_wait_for_torch():
    on_the_first_page = {name for name in imports_of(ROOT / "app.py") if (ROOT / as_path(name)).is_file()}
    modules = {"pages.ui.frame", "pages.ui.components", "pages.ui.lesson"} | on_the_first_page
    loaded = loaded_after(f"import {', '.join(sorted(modules))}")
    assert "streamlit" in loaded
    assert "torch" not in loaded


def as_path(module: str) -> str:
    return module.replace(".", "/") + ".py"


def test_the_core_has_no_other_name():
    code = "import rnn_core\ntry:\n    rnn_core.unrol\nexcept AttributeError as error:\n    print(error)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "module 'rnn_core' has no attribute 'unrol'"
