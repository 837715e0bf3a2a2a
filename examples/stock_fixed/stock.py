"""Prints which goods run low. Written in a hurry: see what pyguide says about it."""

import sys

from words import label

FEW = 3


def load(path, rows=None):
    if rows is None:
        rows = []
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for line in text.splitlines():
        name, _, count = line.partition(",")
        try:
            rows.append((label(name), int(count)))
        except Exception:
            print("not understood:", line)
    return rows


def low(rows):
    found = [row for row in rows if row[1] < FEW]
    return found


def table(rows):
    text_parts = []
    for name, count in rows:
        if count == 0:
            count = "none"
        text_parts.append(f"{name:<12}{count}\n")
    return "".join(text_parts)


def title(heading):
    if isinstance(heading, str):
        heading = heading.split()
    return " - ".join(heading).upper()


def save(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return len(text)


def main(path):
    rows = low(load(path))
    print(title("few left"))
    print(table(rows), end="")


if __name__ == "__main__":
    main(sys.argv[1])
