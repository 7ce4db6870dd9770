"""Prints the findings of the checks of this folder."""


def report(title, findings):
    """Prints (file, line, what) of each finding, and their number; returns the exit code."""
    count = 0
    for name, line, what in findings:
        print(f"{name}:{line}: {what}")
        count += 1
    print(f"{title}: {count} findings")
    return 1 if count else 0
