"""How long commands take, as a multiple of `python -c pass`, and how much memory they need.

    python tests/bench/start.py [--rounds 11]

Builds a wheel, installs it with compiled bytecode into a fresh environment, and runs each command in turn
with `python -c pass` of that environment, round by round, so that other work on the machine hits both. Each
figure is the median of the round's ratios. Nothing is asserted on time; what is printed is what was measured.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BOUNDS = {"version": 8, "gate 2020": 16, "gate 1000": 34}
MEMORY_MIB = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=11)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        python = install(folder)
        run([python, str(Path(__file__).with_name("workspaces.py")), str(folder)])
        program = str(Path(python).with_name("lawcheck"))
        commands = {
            "version": [program, "--version"],
            "help": [program, "--help"],
            "score 2020": [program, "-C", str(folder / "full-2020"), "score"],
            "gate 2020": [program, "-C", str(folder / "full-2020"), "gate"],
            "gate 1000": [program, "-C", str(folder / "large"), "gate"],
        }
        report(python, commands, rounds)


def install(folder: Path) -> str:
    """Return the interpreter of a fresh environment that holds the wheel, compiled."""
    environment = folder / "venv"
    venv.create(environment, with_pip=True)
    python = str(environment / ("Scripts" if os.name == "nt" else "bin") / "python")
    run([python, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder / "wheel"), str(ROOT)])
    (wheel,) = (folder / "wheel").glob("lawcheck-*.whl")
    run([python, "-m", "pip", "install", "-q", "--compile", str(wheel)])
    return python


def run(command: list[str]) -> None:
    subprocess.run(command, check=True, env=clean(), cwd=tempfile.gettempdir())


def clean() -> dict[str, str]:
    """Return the environment without what keeps Python from using its bytecode."""
    dropped = {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONWARNINGS"}
    return {name: value for name, value in os.environ.items() if name not in dropped}


def seconds(command: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, check=False, env=clean(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin


def peak_mib(command: list[str]) -> float:
    """Return the largest memory of one run, measured by a child of its own."""
    code = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, *command], env=clean(), capture_output=True, check=True
    )
    unit = 1 if sys.platform == "darwin" else 1024
    return int(found.stdout) * unit / 2**20


def report(python: str, commands: dict[str, list[str]], rounds: int) -> None:
    bare = [python, "-c", "pass"]
    ratios: dict[str, list[float]] = {name: [] for name in commands}
    base: list[float] = []
    for number in range(rounds + 2):
        first = seconds(bare)
        for name, command in commands.items():
            taken = seconds(command)
            second = seconds(bare)
            if number >= 2:
                ratios[name].append(taken / ((first + second) / 2))
                base.append(second)
            first = second
    print(f"python -c pass: {statistics.median(base) * 1000:.1f} ms, {rounds} rounds")
    print(f"{'command':<12} {'median x':>9} {'least x':>9} {'bound x':>9} {'peak MiB':>9}")
    for name, command in commands.items():
        bound = BOUNDS.get(name)
        print(
            f"{name:<12} {statistics.median(ratios[name]):>9.1f} {min(ratios[name]):>9.1f}"
            f" {bound or '-':>9} {peak_mib(command):>9.1f}"
        )
    print(
        f"memory bound: {MEMORY_MIB} MiB; this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}"
    )


if __name__ == "__main__":
    main()
