"""Order files of a day, the same for the same day, and what import-orders must make of them."""

import csv
import io
import random

REGIONS = ["north", "south", "west"]
COLUMNS = ["order_id", "order_day", "region", "customer", "amount"]
CUSTOMERS = ["Zoë Ångström", "O'Brien and Sons", "山田太郎", "plain", "🚲 Räder", "back\\slash", "per % cent", "NULL"]


def rows_of(day, file, count):
    random.seed(f"{day}/{file}")
    return [
        [
            f"{day}-{file}-{number:06}",
            day,
            random.choice(REGIONS),
            random.choice(CUSTOMERS),
            f"{random.randrange(0, 10_000_00) / 100:.2f}",
        ]
        for number in range(count)
    ]


def csv_text(header, rows):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def make_day(folder, day, files=3, count=2_000):
    """Writes the day's files into the folder; answers their rows and their bytes by name."""
    rows, contents = [], {}
    folder.mkdir(parents=True, exist_ok=True)
    for file in range(files):
        part = rows_of(day, file, count)
        name = f"orders-{day}-{file}.csv"
        contents[name] = csv_text(COLUMNS, part)
        (folder / name).write_bytes(contents[name])
        rows += part
    return rows, contents


def report(rows, region):
    """The report of a region, as PostgreSQL writes CSV."""
    chosen = sorted([row[0], row[3], row[4]] for row in rows if row[2] == region)
    return csv_text(["order_id", "customer", "amount"], chosen)
