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
            import pyarrow.compute as pc
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

        encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=plain).encode

        def line(value):
            try:
                return encode(value)
            except (ValueError, TypeError):
                return encode(numbers(value))

        def values(column):
            kind = coarse(column.type)
            if kind != column.type:
                column = column.cast(kind, safe=False)
            try:
                return column.to_pylist(maps_as_pydicts="lossy")
            except TypeError:
                return column.to_pylist()

        def large(text):
            return pa.scalar(text, pa.large_string())

        def quick(column):
            """The column as JSON texts without a Python value for each; None where that cannot be done."""
            kind = column.type
            if pa.types.is_dictionary(kind):
                kind = kind.value_type
                column = column.cast(kind)
            if pa.types.is_boolean(kind) or pa.types.is_integer(kind):
                return column.cast(pa.large_string())
            if pa.types.is_float32(kind) or pa.types.is_float64(kind):
                if pc.any(pc.invert(pc.is_finite(column))).as_py():
                    return None
                # 1.0 is written as 1, and is to stay what it is.
                return pc.replace_substring_regex(column.cast(pa.large_string()), "^(-?[0-9]+)$", "\\1.0")
            if pa.types.is_string(kind) or pa.types.is_large_string(kind):
                text = column.cast(pa.large_string())
                if pc.any(pc.match_substring_regex(text, "[\\x00-\\x1f]")).as_py():
                    return None
                text = pc.replace_substring(pc.replace_substring(text, "\\", "\\\\"), "\"", "\\\"")
                return pc.binary_join_element_wise(large("\""), text, large("\""), large(""))
            return None

        def texts(column):
            found = quick(column)
            if found is None:
                return pa.array([line(value) for value in values(column)], pa.large_string())
            return pc.fill_null(found, "null")

        def lines(batch):
            """The rows as JSON, a line each."""
            last, parts = {}, []
            for place, name in enumerate(batch.schema.names):
                last[name] = place
            # Of two columns of one name the last counts.
            for name, place in last.items():
                parts.append(("," if parts else "{") + encode(name) + ":")
                parts.append(texts(batch.column(place)))
            if not parts:
                return b"{}\n" * batch.num_rows
            joined = pc.binary_join_element_wise(*[large(part) if isinstance(part, str) else part for part in parts],
                                                 large("}\n"), large(""))
            offsets = memoryview(joined.buffers()[1]).cast("q")
            return memoryview(joined.buffers()[2])[offsets[joined.offset]:offsets[joined.offset + len(joined)]]

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
                expected = size_of_all = 0
                for number in range(file.metadata.num_row_groups):
                    group = file.metadata.row_group(number)
                    expected += group.num_rows
                    size_of_all += group.total_byte_size
                    if group.total_byte_size > group_limit:
                        fail("Row group " + str(number) + " of the Parquet file has " + str(group.total_byte_size)
                             + " bytes; it may have " + str(group_limit) + ".")
                count = 0
                # About 4 MiB at a time, however wide the rows are.
                rows_at_once = max(16, min(4096, (4 << 20) * expected // max(1, size_of_all)))
                write = sys.stdout.buffer.write
                for batch in file.iter_batches(batch_size=rows_at_once, use_threads=False):
                    count += batch.num_rows
                    write(lines(batch))
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
