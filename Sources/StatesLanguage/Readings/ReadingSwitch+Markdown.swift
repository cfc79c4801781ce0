extension ReadingSwitch {
    /// Every switch, as one Markdown document.
    package static var document: String {
        var text = """
            # Where sources disagree

            The specification, AWS's guide, AWS's service model and what AWS was recorded to answer don't always say the
            same. Each disagreement is one switch of `flow-task run`, `state`, `serve`, `validate`, `test` and `lsp`:

                flow-task run machine.asl.json --reading choice-without-match=runtime --reading default-task-timeout=60

            What is not named keeps its default, which is what AWS was recorded or is documented to do. This file is generated:
            `flow-task explain --readings > docs/readings.md`.

            """
        for reading in all { text += "\n\(reading.markdown)" }
        return text
    }

    private var markdown: String {
        var text = "## \(name)\n\n\(topic)\n\n| `--reading` | |\n|---|---|\n"
        for (number, value) in values.enumerated() {
            text += "| `\(name)=\(value.name)`\(number == 0 ? " (default)" : "") | \(value.meaning) |\n"
        }
        return text
    }
}
