"""The shape of the code: what imports what, what importing costs, how long files are, how things are named."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import rag

ROOT = Path(__file__).resolve().parent.parent

# The pipeline, from what everything rests on to what people use: a file imports only from files above it.
LAYERS = """
    rag.records
    rag.errors
    rag.settings
    rag.abbreviations
    rag.lines
    rag.punctuation
    rag.text
    rag.furniture

    rag.formats.encodings
    rag.formats.decoding
    rag.formats.extract
    rag.formats.flow
    rag.formats.html
    rag.formats.markdown
    rag.formats.pdf
    rag.formats.plain
    rag.formats.separated
    rag.formats.word
    rag.formats
    rag.documents

    rag.irregular
    rag.stems
    rag.question
    rag.kinds
    rag.countries
    rag.mentions
    rag.distinctions
    rag.premises
    rag.modality
    rag.kept
    rag.inference
    rag.encoder_graph
    rag.minilm
    rag.embedder
    rag.passages

    rag.disk
    rag.manifest
    rag.generations
    rag.catalog
    rag.journal
    rag.hnsw
    rag.vectors
    rag.vectors_folder
    rag.vectors_server
    rag.vectors_place
    rag.words
    rag.snapshot
    rag.indexing
    rag.assembly
    rag.index
    rag.doctor

    rag.subject
    rag.antecedents
    rag.provenance
    rag.declined
    rag.smalltalk
    rag.history
    rag.spelling
    rag.compound
    rag.topic
    rag.commands
    rag.ellipses
    rag.followup
    rag.occurrences
    rag.offices
    rag.aliases
    rag.speakers
    rag.retriever
    rag.extractor
    rag.transformers_extractor
    rag.exact
    rag.agreement
    rag.continuing
    rag.evidence
    rag.reader
    rag.figures
    rag.denial
    rag.enumeration
    rag.bullets
    rag.clauses
    rag.polarity_words
    rag.polarity
    rag.short
    rag.claims
    rag.composer
    rag.tables
    rag.columns
    rag.rows
    rag.lookup
    rag.keys
    rag.headed
    rag.structured
    rag.summary
    rag.support
    rag.matter
    rag.again
    rag.assistant

    rag
    rag.llama
    rag.highlight
    rag.chat
    rag.views
    rag.page
    rag.server
    rag.cli
    rag.__main__

    measures
    measures.squad
    measures.selective

    evals
    evals.match
    evals.cases
    evals.judge
    evals.metrics
    evals.baseline
    evals.report
    evals.webpage
    evals.run
    evals.crowd
    evals.visitor
    evals.load
    evals.squad
    evals.squad.files
    evals.squad.closed
    evals.squad.given
    evals.squad.sentences
    evals.squad.haystack
    evals.squad.open
    evals.squad.report
    evals.squad.command
    evals.speed
    evals.speed.timing
    evals.speed.processes
    evals.speed.made
    evals.speed.stand_in
    evals.speed.imitation
    evals.speed.llama_index
    evals.speed.haystack
    evals.speed.shares
    evals.speed.indexing
    evals.speed.asking
    evals.speed.starting
    evals.speed.memory
    evals.speed.growth
    evals.speed.plot
    evals.speed.__main__
    evals.faults
    evals.__main__
""".split()

# Who may import what. Marked "lazily": only inside functions, so that importing the file costs nothing.
LIBRARIES = {
    "chromadb": {"rag.vectors_folder": "lazily", "rag.vectors_server": "lazily", "evals.speed.llama_index": "lazily"},
    "tantivy": {"rag.stems": "lazily", "rag.words": "lazily"},
    "sentence_transformers": {"rag.embedder": "lazily"},
    "transformers": {"rag.embedder": "lazily", "rag.transformers_extractor": "lazily"},
    "torch": {"rag.transformers_extractor": "lazily"},
    "onnx": {"rag.encoder_graph": "lazily"},
    "safetensors": {"rag.minilm": "lazily"},
    "onnxruntime": {"rag.inference": "lazily"},
    "tokenizers": {"rag.extractor": "lazily", "rag.minilm": "lazily"},
    "gradio": {"rag.page": "at once"},
    "llama_index": {"rag.llama": "at once", "evals.speed.llama_index": "lazily"},
    "filelock": {"rag.index": "at once"},
    "haystack": {"evals.squad.haystack": "lazily"},
    "haystack_integrations": {"evals.squad.haystack": "lazily"},
}

LONGEST = 400  # lines of a file
# Longer than that today. May only get shorter: a file that has come below the limit must leave this set.
TOO_LONG: set[str] = set()


def modules(package: str) -> dict[str, Path]:
    """Every file of a package by the name it is imported by."""
    found = {}
    for path in sorted((ROOT / package).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


RAG, MEASURES, EVALS = modules("rag"), modules("measures"), modules("evals")
MODULES = {**RAG, **MEASURES, **EVALS}


@cache
def imports(name: str) -> tuple[tuple[str, bool], ...]:
    """What a file imports, by full name, and whether that happens as soon as the file is imported.

    Imports for the type checker alone are left out: they never run.
    """
    path = MODULES[name]
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]

    def visit(node: ast.AST, at_once: bool) -> Iterator[tuple[str, bool]]:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            return
        if isinstance(node, ast.Import):
            yield from ((alias.name, at_once) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parent = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*parent, *([node.module] if node.module else [])])
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                yield (inner if inner in MODULES else base), at_once
        inside = at_once and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for child in ast.iter_child_nodes(node):
            yield from visit(child, inside)

    return tuple(visit(ast.parse(path.read_text(encoding="utf-8")), True))


def own(name: str) -> set[str]:
    """The files of this project that a file imports, at once or later."""
    return {
        imported for imported, _ in imports(name) if imported.split(".")[0] in ("rag", "measures", "evals", "training")
    }


def test_every_file_has_its_place_in_the_layers() -> None:
    assert sorted(LAYERS) == sorted(set(LAYERS)), "a layer is named twice"
    missing = [name for name in LAYERS if name not in MODULES]
    unplaced = [name for name in MODULES if name not in LAYERS]
    assert not missing, "no longer there: take it out of LAYERS"
    assert not unplaced, "new: put it where it belongs in LAYERS"


@pytest.mark.parametrize("name", MODULES)
def test_a_file_imports_only_from_files_above_it(name: str) -> None:
    below = LAYERS[LAYERS.index(name) :] if name in LAYERS else list(MODULES)
    assert not own(name) & set(below)


def test_there_are_no_cycles() -> None:
    graph = {name: own(name) & set(MODULES) for name in MODULES}
    while free := [name for name, needs in graph.items() if not needs & set(graph)]:
        for name in free:
            del graph[name]
    assert not graph


def test_training_imports_the_pipeline_and_never_the_reverse() -> None:
    assert not [name for name in MODULES if any(other.split(".")[0] == "training" for other in own(name))]
    assert not [name for name in RAG if any(other.split(".")[0] in ("measures", "evals") for other in own(name))]


def test_measures_know_nothing_of_the_pipeline() -> None:
    assert not [name for name in MEASURES if not own(name) <= set(MEASURES)]


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_large_library_is_imported_only_where_it_is_meant_to_be(library: str) -> None:
    allowed = LIBRARIES[library]
    for name in MODULES:
        uses = [at_once for imported, at_once in imports(name) if imported.split(".")[0] == library]
        assert not uses or name in allowed, f"{name} imports {library}"
        if allowed.get(name) == "lazily":
            assert not any(uses), f"{name} imports {library} as soon as it is imported itself"


@pytest.mark.parametrize(("name", "allowed"), [("rag.llama", []), ("rag.page", ["rag.server"]), ("rag.server", [])])
def test_what_imports_a_slow_library_at_once_is_itself_imported_late(name: str, allowed: list[str]) -> None:
    early = [other for other in RAG if (name, True) in imports(other)]
    assert early == allowed


@pytest.mark.parametrize(
    ("statement", "libraries"),
    [
        ("import rag", "numpy torch onnxruntime chromadb gradio llama_index tantivy filelock lxml pypdf"),
        ("import rag.cli", "numpy torch onnxruntime chromadb gradio llama_index tantivy filelock lxml pypdf"),
        ("from rag import Assistant", "torch onnxruntime chromadb gradio llama_index tantivy sentence_transformers"),
    ],
)
def test_importing_loads_no_large_library(statement: str, libraries: str) -> None:
    program = f"{statement}\nimport sys\nprint(*sorted(set({libraries.split()}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_every_exported_name_exists() -> None:
    missing = [name for name in rag.__all__ if not hasattr(rag, name)]
    assert not missing
    assert rag.__all__ == sorted(rag.__all__, key=lambda name: (not name.isupper(), name.islower(), name))


def test_every_error_and_record_is_exported() -> None:
    from rag import errors, records

    public = {
        name
        for module in (errors, records)
        for name, thing in vars(module).items()
        if isinstance(thing, type) and thing.__module__ == module.__name__ and not name.startswith("_")
    }
    assert public <= set(rag.__all__)


def test_no_file_is_too_long_to_read_at_one_sitting() -> None:
    lines = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in MODULES.values()
    }
    too_long = {name for name, count in lines.items() if count > LONGEST}
    assert not too_long - TOO_LONG, "split it by what it does"
    assert not TOO_LONG - too_long, "well done: take it out of TOO_LONG"


# --- names, in the whole repository -------------------------------------------------------------------------

TEXT_ENDINGS = {".py", ".md", ".txt", ".toml", ".json", ".jsonl", ".js", ".css", ".html", ".sh", ".yml", ".yaml", ""}


def repository() -> Iterator[Path]:
    """The project's own text files: nothing hidden (but .ci), nothing built."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part != ".ci" for part in parts)
        built = {"__pycache__", "build", "node_modules"} & set(parts)
        if path.is_file() and not hidden and not built and path.suffix in TEXT_ENDINGS:
            yield path


def test_no_class_is_named_after_nothing() -> None:
    vague = re.compile(r"^\s*class\s+(\w*(?:Manager|Service|Helper|Util)s?\w*)", re.MULTILINE)
    named = {
        f"{path.relative_to(ROOT)}: {found[1]}"
        for path in repository()
        if path.suffix == ".py"
        for found in vague.finditer(path.read_text(encoding="utf-8"))
    }
    assert not named


def test_no_file_names_a_path_of_one_machine() -> None:
    places = "|".join(["work", "root", "tmp/w"])
    machine = re.compile(rf"(?<![\w./…<-])/(?:{places})(?![\w-])")
    named = {
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in repository()
        for found in machine.finditer(path.read_text(encoding="utf-8", errors="replace"))
    }
    assert not named
