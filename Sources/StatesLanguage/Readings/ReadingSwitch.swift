/// One switch of a reading, by the names that users know.
package struct ReadingSwitch: Sendable {
    /// One of the readings.
    package struct Value: Hashable, Sendable {
        /// What follows `=`, such as `runtime`.
        package let name: String
        /// What it means, and which source says so.
        package let meaning: String
    }

    /// The name, such as `choice-without-match`.
    package let name: String
    /// What the sources disagree on.
    package let topic: String
    /// The readings; the first is the default.
    package let values: [Value]
    private let choose: @Sendable (String, inout SpecificationReading) -> Bool
    private let chosen: @Sendable (SpecificationReading) -> String

    private init<Choice: ReadingChoice>(_ path: any WritableKeyPath<SpecificationReading, Choice> & Sendable) {
        name = Choice.switchName
        topic = Choice.topic
        values = Choice.allCases.map { Value(name: $0.rawValue, meaning: $0.meaning) }
        choose = { value, reading in
            guard let choice = Choice(rawValue: value) else { return false }
            reading[keyPath: path] = choice
            return true
        }
        chosen = { $0[keyPath: path].rawValue }
    }

    /// Sets the switch; `false` where it has no such value.
    package func set(_ value: String, in reading: inout SpecificationReading) -> Bool { choose(value, &reading) }

    /// The name of the value that a reading has.
    package func value(in reading: SpecificationReading) -> String { chosen(reading) }

    /// Every switch, in the order of the notes.
    package static let all: [ReadingSwitch] = [
        ReadingSwitch(\.choiceWithoutMatch), ReadingSwitch(\.missingPath), ReadingSwitch(\.defaultTaskTimeout),
        ReadingSwitch(\.itemsObject), ReadingSwitch(\.credentials), ReadingSwitch(\.maxDelay),
        ReadingSwitch(\.taskTokenLength), ReadingSwitch(\.taskFailedOfLimits), ReadingSwitch(\.taskFailedOfData),
        ReadingSwitch(\.labelCode),
    ]

    /// The switch of a name, or `nil`.
    package static func named(_ name: String) -> ReadingSwitch? { all.first { $0.name == name } }
}

/// The readings of one switch, with their words for users.
protocol ReadingChoice: CaseIterable, RawRepresentable<String>, Sendable {
    static var switchName: String { get }
    static var topic: String { get }
    var meaning: String { get }
}
