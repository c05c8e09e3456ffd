"""Trains the reader on the windows of prepare.py.

    python -m training.train_reader DATA OUT [--start READER] [--rate R] [--steps N] [--minutes M] [--resume]

A straight loop in the manner of nanoGPT's train.py. Writes OUT/checkpoint.pt every few minutes and at the end
(weights, optimiser, step): `--resume` goes on from there. `--start` begins with the weights of an exported reader or of
a checkpoint instead of the bare encoder's: a further pass, over other windows. CPU or GPU, whichever torch finds.
"""

from __future__ import annotations

import argparse
import copy
import queue
import random
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from .model import Reader, exported, pretrained
from .windows import Encoded, batch, encode, load_tokenizer, read_units, target

SEED = 1
BATCH = 16  # windows; a unit (a question and its near miss) is never parted. 16: one pass has few steps to take
PART = 4  # windows that one thread computes at a time
BUCKET = 128  # batches sorted by length together: little padding, and the order stays random
LIMIT = 224  # tokens of a window; hardly one is longer
LEARNING_RATE = 1.5e-4  # small models bear more than BERT-base's 3e-5
LEARNING_RATE_AGAIN = 1.2e-4  # of a further pass
WARM_UP = 0.05  # of the run, then linear to 0
WEIGHT_DECAY = 0.01  # matrices only
CLIP = 1.0  # norm of the gradient
ANSWERABLE_WEIGHT = 0.5  # of the binary loss beside the two of the span
# … and of the loss that ranks, inside a unit, what is answered above what is not (RankNet, Burges et al. 2005): the two
# differ by one thing, and which of them is the better answered is what a near miss asks.
RANKING_WEIGHT = 0.5
SAVE_MINUTES = 6
LOG_STEPS = 25

Unit = list[tuple[Encoded, tuple[int, int]]]
Batch = list[Unit]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument(
        "--start", type=Path, help="an exported reader's folder, or a checkpoint; default: the bare encoder"
    )
    parser.add_argument(
        "--rate",
        type=float,
        help=f"the highest learning rate; default: {LEARNING_RATE}, after --start {LEARNING_RATE_AGAIN}",
    )
    parser.add_argument("--steps", type=int, default=10**9, help="at most so many; default: the data, once")
    parser.add_argument("--minutes", type=float, default=0, help="shorten the schedule to end after so long")
    parser.add_argument("--bf16", action="store_true", help="matrix products in bfloat16")
    parser.add_argument("--threads", type=int, default=2, help="CPU: parts of a batch computed side by side")
    parser.add_argument("--resume", action="store_true")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    if given.threads > 1:
        torch.set_num_threads(1)
    device = "cuda" if torch.cuda.is_available() else "cpu"

    batches = load_batches(given.data / "train.jsonl", given.steps)
    steps = len(batches)
    print(f"{steps} steps, {sum(len(unit) for b in batches for unit in b)} windows, {device}", flush=True)

    model = begun(given.start).to(device)
    for module in model.modules():  # windows are seen once: there is nothing to overfit, and it costs a fifth
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    model.encoder.embeddings.word_embeddings.weight.requires_grad_(False)  # unseen words keep their neighbours
    optimiser = make_optimiser(model)
    peak = given.rate or (LEARNING_RATE_AGAIN if given.start else LEARNING_RATE)
    step, spent = 0, 0.0
    if given.resume:
        saved = torch.load(given.out / "checkpoint.pt", map_location=device)
        model.load_state_dict(saved["model"])
        optimiser.load_state_dict(saved["optimiser"])
        step, spent = saved["step"], saved["seconds"]
    replicas = [model] + [shared(model) for _ in range(given.threads - 1)]
    started = time.monotonic() - spent
    last_save, losses = time.monotonic(), []
    for replica in replicas:
        replica.train()
    while step < steps:
        seconds = time.monotonic() - started
        done = step / steps
        if given.minutes:
            done = max(done, seconds / (60 * given.minutes))
        if done >= 1:
            break
        rate = peak * min(1.0, (done + 1e-3) / WARM_UP, (1 - done) / (1 - WARM_UP))
        for group in optimiser.param_groups:
            group["lr"] = rate
        optimiser.zero_grad(set_to_none=True)
        loss = backward(replicas, batches[step], given.bf16)
        torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        optimiser.step()
        losses.append(loss)
        step += 1
        if step % LOG_STEPS == 0:
            seconds = time.monotonic() - started
            print(
                f"step {step}/{steps}  {done:6.1%}  loss {sum(losses) / len(losses):.3f}  lr {rate:.2e}  "
                f"{seconds / 60:.1f} min  {seconds / step * 1000:.0f} ms a step",
                flush=True,
            )
            losses = []
        if time.monotonic() - last_save > 60 * SAVE_MINUTES:
            save(given.out, model, optimiser, step, time.monotonic() - started)
            last_save = time.monotonic()
    save(given.out, model, optimiser, step, time.monotonic() - started)
    print(f"done: {step} steps, {(time.monotonic() - started) / 60:.1f} min", flush=True)


def begun(start: Path | None) -> Reader:
    """The model to go on with."""
    if start and start.is_file():
        model = pretrained()
        model.load_state_dict(torch.load(start, map_location="cpu")["model"])
        return model
    return exported(start) if start else pretrained()


def shared(model: Reader) -> Reader:
    """A replica with the same weights, in the same memory, and gradients of its own."""
    replica = copy.deepcopy(model)
    for own, main in zip(replica.parameters(), model.parameters(), strict=True):
        own.data = main.data
    return replica


def backward(replicas: Sequence[Reader], units: Batch, bf16: bool) -> float:
    """Adds the gradient of the batch's mean loss to the first replica's; the mean loss.

    Each part of the batch goes to whichever replica is free. On cores shared with other work this is several
    times faster than threads inside each matrix product, which wait for one another a thousand times a step.
    """
    parts = queue.SimpleQueue[Batch]()
    for part in parted(units, PART if len(replicas) > 1 else 10**9):
        parts.put(part)
    windows = sum(map(len, units))
    losses: list[float] = []

    def work(model: Reader) -> None:
        while True:
            try:
                part = parts.get_nowait()
            except queue.Empty:
                return
            loss = loss_of(model, part, bf16) * (sum(map(len, part)) / windows)
            loss.backward()
            losses.append(loss.item())

    threads = [threading.Thread(target=work, args=(replica,)) for replica in replicas[1:]]
    for thread in threads:
        thread.start()
    work(replicas[0])
    for thread in threads:
        thread.join()
    for replica in replicas[1:]:
        for main, own in zip(replicas[0].parameters(), replica.parameters(), strict=True):
            if own.grad is not None:
                main.grad = own.grad if main.grad is None else main.grad.add_(own.grad)
                own.grad = None
    return sum(losses)


def parted(units: Batch, windows: int) -> list[Batch]:
    """Whole units of like length together, about so many windows a part; the longest first."""
    parts: list[Batch] = []
    for unit in sorted(units, key=lambda unit: -max(len(window.ids) for window, _ in unit)):
        if not parts or sum(map(len, parts[-1])) + len(unit) > windows:
            parts.append([])
        parts[-1].append(unit)
    return parts


def loss_of(model: Reader, units: Batch, bf16: bool) -> Tensor:
    """The mean over windows: start + end, and a half each of answerable and of ranking."""
    device = next(model.parameters()).device
    rows = [row for unit in units for row in unit]
    ids, mask, types, allowed, starts, ends = (t.to(device) for t in tensors(rows))
    with torch.autocast(device.type, torch.bfloat16, enabled=bf16):
        start, end, answerable = model(ids, mask, types)
    start, end = (logits.masked_fill(allowed == 0, -1e4) for logits in (start, end))
    loss = functional.cross_entropy(start, starts) + functional.cross_entropy(end, ends)
    answered = starts > 0
    loss = loss + ANSWERABLE_WEIGHT * functional.binary_cross_entropy_with_logits(answerable, answered.float())
    unit = torch.tensor([n for n, rows in enumerate(units) for _ in rows], device=device)
    better = (unit[:, None] == unit[None, :]) & answered[:, None] & ~answered[None, :]  # (n, n)
    if better.any():
        # "No answer" against the best span is the other score of a window; both must rank.
        margin = torch.logsumexp(start[:, 1:], 1) + torch.logsumexp(end[:, 1:], 1) - start[:, 0] - end[:, 0]
        for score in (answerable, margin):
            behind = functional.softplus(score[None, :] - score[:, None])[better]
            loss = loss + RANKING_WEIGHT / 2 * behind.sum() / len(rows)
    return loss


def load_batches(path: Path, steps: int) -> list[Batch]:
    """The file's windows once, in batches of units of like length, at most `steps` of them."""
    tokenizer = load_tokenizer()
    units = read_units(path)
    encoded = iter(encode(tokenizer, [(w["question"], w["label"], w["text"]) for u in units for w in u], LIMIT))
    ready: Batch = []
    count = 0
    for unit in units:
        rows = []
        for window in unit:
            one = next(encoded)
            place = target(one, window["answers"][0] if window["answers"] else None)
            if place is not None:
                rows.append((one, place))
        if rows:
            ready.append(rows)
            count += len(rows)
        if count >= steps * BATCH:
            break
    order = random.Random(SEED)
    batches: list[Batch] = []
    at = 0
    while at < len(ready):
        bucket, count = [], 0
        while at < len(ready) and count < BUCKET * BATCH:
            bucket.append(ready[at])
            count += len(ready[at])
            at += 1
        bucket.sort(key=lambda unit: max(len(w.ids) for w, _ in unit))
        made: list[Batch] = [[]]
        for unit in bucket:
            if sum(map(len, made[-1])) >= BATCH:
                made.append([])
            made[-1].append(unit)
        order.shuffle(made)
        batches += [m for m in made if m]
    return batches[:steps]


def tensors(rows: Unit) -> list[Tensor]:
    """ids, mask, types, allowed: (n, k); starts, ends: (n,)"""
    arrays: list[Any] = list(batch([window for window, _ in rows]))
    arrays += [[place[0] for _, place in rows], [place[1] for _, place in rows]]
    return [torch.as_tensor(array) for array in arrays]


def make_optimiser(model: Reader) -> torch.optim.AdamW:
    trained = [p for p in model.parameters() if p.requires_grad]
    groups = [
        {"params": [p for p in trained if p.dim() > 1], "weight_decay": WEIGHT_DECAY},
        {"params": [p for p in trained if p.dim() <= 1], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=LEARNING_RATE, fused=True)


def save(out: Path, model: Reader, optimiser: torch.optim.Optimizer, step: int, seconds: float) -> None:
    state = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "step": step, "seconds": seconds}
    torch.save(state, out / "checkpoint.tmp")
    (out / "checkpoint.tmp").replace(out / "checkpoint.pt")  # never half a checkpoint


if __name__ == "__main__":
    main()
