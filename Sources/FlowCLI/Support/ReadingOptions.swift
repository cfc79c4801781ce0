import ArgumentParser
import FlowDiagnostics
import StatesLanguage

/// How a command reads the rules on which sources disagree.
struct ReadingOptions: ParsableArguments {
    @Option(
        name: .customLong("reading"),
        help: ArgumentHelp(
            "Read a rule otherwise where sources disagree; may be given several times.",
            discussion: "`flow-task explain --readings` tells what each name and value means.",
            valueName: "name=value"
        ),
        completion: .list(ReadingSwitch.all.flatMap { reading in reading.values.map { "\(reading.name)=\($0.name)" } })
    )
    var readings: [String] = []

    /// The defaults with what the user chose.
    func resolve() throws(CommandFailure) -> SpecificationReading {
        var reading = SpecificationReading()
        for text in readings { try Self.choose(text, in: &reading) }
        return reading
    }

    private static func choose(_ text: String, in reading: inout SpecificationReading) throws(CommandFailure) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let name = parts[0]
        guard let chosen = ReadingSwitch.named(name) else {
            let near = nearestName(to: name, in: ReadingSwitch.all.map(\.name)).map { "Did you mean \"\($0)\"?" }
            throw CommandFailure(
                "there is no reading \"\(name)\". \(near ?? "`flow-task explain --readings` lists them.")"
            )
        }
        guard parts.count == 2, chosen.set(parts[1], in: &reading) else {
            let values = chosen.values.map { "\(name)=\($0.name)" }.joined(separator: " or ")
            throw CommandFailure("--reading \(text) says nothing: write \(values).")
        }
    }
}
