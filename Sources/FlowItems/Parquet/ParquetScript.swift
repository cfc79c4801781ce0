/// The program that turns a Parquet file, its standard input, into a line of JSON for each row.
///
/// Timestamps, dates and times become ISO 8601 texts, decimals numbers, bytes texts where they are UTF-8 and else base64,
/// numbers that are none the texts `NaN`, `Infinity` and `-Infinity`. It ends with 3 and a sentence when it cannot go on.
enum ParquetScript {
    static let text = #"""
        import sys
        if sys.path and sys.path[0] in ("", "."):
            del sys.path[0]
        import base64, datetime, decimal, json, math, os

        def fail(sentence):
            sys.stdout.flush()
            sys.stderr.write(sentence)
            sys.stderr.flush()
            os._exit(3)

        os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        try:
            import pyarrow as pa
            import pyarrow.parquet as pq
        except ImportError:
            fail("Reading Parquet files needs Apache Arrow: run \"" + sys.executable + " -m pip install pyarrow\", or name "
                 "a Python that has it by FLOW_TASK_PYTHON.")

        group_limit, footer_limit = int(sys.argv[1]), int(sys.argv[2])
        try:
            import resource
            # A file that claims to unpack to more than it may ends this program, and nothing else.
            resource.setrlimit(resource.RLIMIT_DATA, (3 << 30, 3 << 30))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        except (ImportError, ValueError, OSError):
            pass

        def plain(value):
            if isinstance(value, decimal.Decimal):
                return int(value) if value == value.to_integral_value() else float(value)
            if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
                text = value.isoformat()
                return text[:-6] + "Z" if text.endswith("+00:00") else text
            if isinstance(value, datetime.timedelta):
                return value.total_seconds()
            if isinstance(value, bytes):
                try:
                    return value.decode("utf-8")
                except UnicodeDecodeError:
                    return base64.b64encode(value).decode("ascii")
            return str(value)

        def numbers(value):
            if isinstance(value, float) and not math.isfinite(value):
                return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
            if isinstance(value, dict):
                return {str(key): numbers(member) for key, member in value.items()}
            if isinstance(value, (list, tuple)):
                return [numbers(element) for element in value]
            return value

        def coarse(kind):
            if pa.types.is_timestamp(kind) and kind.unit == "ns":
                return pa.timestamp("us", kind.tz)
            if pa.types.is_time64(kind) and kind.unit == "ns":
                return pa.time64("us")
            if pa.types.is_duration(kind) and kind.unit == "ns":
                return pa.duration("us")
            if pa.types.is_dictionary(kind):
                return coarse(kind.value_type)
            if pa.types.is_struct(kind):
                return pa.struct([pa.field(f.name, coarse(f.type)) for f in kind])
            if pa.types.is_map(kind):
                return pa.map_(coarse(kind.key_type), coarse(kind.item_type))
            if pa.types.is_list(kind) or pa.types.is_large_list(kind):
                return pa.list_(coarse(kind.value_type))
            return kind

        def rows(batch):
            columns = []
            for column in batch.columns:
                kind = coarse(column.type)
                if kind != column.type:
                    column = column.cast(kind, safe=False)
                try:
                    columns.append(column.to_pylist(maps_as_pydicts="lossy"))
                except TypeError:
                    columns.append(column.to_pylist())
            names = batch.schema.names
            return [dict(zip(names, values)) for values in zip(*columns)] if columns else [{}] * batch.num_rows

        encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=plain).encode

        def line(row):
            try:
                return encode(row)
            except (ValueError, TypeError):
                return encode(numbers(row))

        try:
            with os.fdopen(0, "rb", buffering=0, closefd=False) as source:
                size = source.seek(0, 2)
                if size < 12:
                    fail("The file is not Parquet: it has only " + str(size) + " bytes.")
                source.seek(size - 8)
                tail = source.read(8)
                footer = int.from_bytes(tail[:4], "little")
                if tail[4:] not in (b"PAR1", b"PARE"):
                    fail("The file is not Parquet, or is cut short: it does not end as Parquet files do.")
                if footer > footer_limit:
                    fail("The footer of the Parquet file has " + str(footer) + " bytes; it may have "
                         + str(footer_limit) + ".")
                if footer + 12 > size:
                    fail("The Parquet file is cut short: its footer is larger than the file.")
                source.seek(0)
                file = pq.ParquetFile(pa.PythonFile(source, mode="r"), buffer_size=1 << 20, pre_buffer=False,
                                      thrift_string_size_limit=footer_limit, thrift_container_size_limit=1 << 20)
                expected = 0
                for number in range(file.metadata.num_row_groups):
                    group = file.metadata.row_group(number)
                    expected += group.num_rows
                    if group.total_byte_size > group_limit:
                        fail("Row group " + str(number) + " of the Parquet file has " + str(group.total_byte_size)
                             + " bytes; it may have " + str(group_limit) + ".")
                count = 0
                write = sys.stdout.buffer.write
                for batch in file.iter_batches(batch_size=512, use_threads=False):
                    count += batch.num_rows
                    write(("\n".join(map(line, rows(batch))) + "\n").encode("utf-8"))
                sys.stdout.flush()
                if count != expected:
                    fail("The Parquet file says that it has " + str(expected) + " rows, and has " + str(count) + ".")
        except BrokenPipeError:
            os._exit(0)
        except MemoryError:
            fail("The Parquet file needs more memory than its row groups may.")
        except Exception as error:
            text = str(error).split("\n")[0]
            fail("The Parquet file cannot be read: " + (text if text else type(error).__name__))
        """#
}
