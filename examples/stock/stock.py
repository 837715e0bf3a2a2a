"""Prints which goods run low. Written in a hurry: see what pyguide says about it."""

import sys

from words import label

FEW = 3


def load(path, rows=[]):
    file = open(path)
    text = file.read()
    file.close()
    for line in text.splitlines():
        name, _, count = line.partition(",")
        try:
            rows.append((label(name), int(count)))
        except:
            print("not understood:", line)
    return rows


def low(rows):
    found = []
    for i in range(len(rows)):
        if rows[i][1] < FEW:
            found.append(rows[i])
    return found


def table(rows):
    text = ""
    for name, count in rows:
        if count is 0:
            count = "none"
        text += f"{name:<12}{count}\n"
    return text


def title(heading):
    if type(heading) == str:
        heading = heading.split()
    return " - ".join(heading).upper()


def save(path, text):
    try:
        with open(path, "w") as file:
            file.write(text)
    finally:
        return len(text)


def main(path):
    rows = low(load(path))
    print(title("few left"))
    print(table(rows), end="")


if __name__ == "__main__":
    main(sys.argv[1])
