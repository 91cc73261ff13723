"""The house keeps its doors one way: who may import whom, and what may not be written anywhere.

``app.py, pages/*.py -> pages/ui -> rnn_core.figures, rnn_core.tables -> rnn_core.*``
"""

import ast
import re
import subprocess
import sys
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
    "pandas": ("rnn_core/figures/", "rnn_core/data/", "rnn_core/tables"),
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    return name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports_of(path: Path) -> set[str]:
    """Return the modules that a file imports anywhere in it; ``from a import b`` counts as a and as a.b."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} has a relative import"
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def within(imported: str, package: str) -> bool:
    return imported == package or imported.startswith(f"{package}.")


each_of_ours = pytest.mark.parametrize("path", OURS, ids=name_of)
each_of_the_core = pytest.mark.parametrize(
    "path", [path for path in OURS if within(module_of(path), "rnn_core")], ids=name_of
)


@each_of_ours
@pytest.mark.parametrize("library", HOMES)
def test_a_library_stays_in_its_rooms(path, library):
    if any(within(imported, library) for imported in imports_of(path)):
        assert name_of(path).startswith(HOMES[library])


@each_of_the_core
def test_the_core_knows_nothing_of_the_pages(path):
    assert not [name for name in imports_of(path) if within(name, "pages") or within(name, "app")]


@each_of_the_core
def test_only_figures_and_tables_import_figures_and_tables(path):
    drawing = ("rnn_core.figures", "rnn_core.tables", "rnn_core.export")
    if not module_of(path).startswith(drawing):
        assert not [name for name in imports_of(path) if name.startswith(drawing)]


@each_of_ours
def test_pages_never_import_pages(path):
    pages = [name for name in imports_of(path) if within(name, "pages") and name != "pages"]
    assert all(within(name, "pages.ui") for name in pages), pages
    assert not any(within(name, "app") for name in imports_of(path))


@each_of_ours
def test_nothing_is_unpickled(path):
    unsafe = ("pickle", "cPickle", "dill", "joblib", "shelve", "marshal", "cloudpickle")
    assert not [name for name in imports_of(path) if any(within(name, module) for module in unsafe)]
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    called = {ast.unparse(call.func) for call in calls}
    assert not called & {"torch.load", "torch.save", "pd.read_pickle", "pandas.read_pickle"}
    assert not [
        call for call in calls for word in call.keywords if word.arg == "allow_pickle" and is_true(word)
    ]


def is_true(keyword: ast.keyword) -> bool:
    return not (isinstance(keyword.value, ast.Constant) and keyword.value.value is False)


@each_of_ours
def test_no_text_is_taken_for_html(path):
    # A style sheet of ours is no text.
    source = re.sub(r"st\.html\((STYLE|PLACE)_FILE\)", "", path.read_text("utf-8"))
    for forbidden in ("unsafe_allow_html", "st.html(", "components.v1", "unsafe_allow_javascript"):
        assert forbidden not in source


@each_of_ours
def test_asserts_stay_in_the_tests(path):
    assert not [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Assert)]


@pytest.mark.parametrize("path", BROWSER_SOURCES, ids=name_of)
def test_a_component_writes_no_html_and_loads_nothing(path):
    source = path.read_text("utf-8")
    for forbidden in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
    ):
        assert forbidden not in source
    # An XML namespace is a name, not an address that is loaded.
    addresses = re.findall(r"https?:[^\s\"'`)]*|@import|[\"'(]//\w[^\s\"'`)]*", source)
    assert [found for found in addresses if not found.startswith("http://www.w3.org/")] == []


def test_assets_stay_small():
    assert (
        sum(path.stat().st_size for path in (ROOT / "assets").rglob("*") if path.is_file()) < MAX_ASSETS_BYTES
    )


@pytest.mark.parametrize("path", [path for path in OURS if path.stat().st_size], ids=name_of)
def test_every_module_says_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


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
