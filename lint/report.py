"""How the checks of this folder tell what they found."""


def report(title, findings):
    """Prints (file, line, what) of each, and their number; the exit code."""
    count = 0
    for name, line, what in findings:
        print(f"{name}:{line}: {what}")
        count += 1
    print(f"{title}: {count} findings")
    return 1 if count else 0
