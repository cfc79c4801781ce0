extension SpecificationReading {
    /// What is not as by default, such as `missing-path=runtime credentials=literal`; empty for the defaults.
    package var text: String {
        let standard = SpecificationReading()
        return ReadingSwitch.all.filter { $0.value(in: self) != $0.value(in: standard) }
            .map { "\($0.name)=\($0.value(in: self))" }.joined(separator: " ")
    }

    /// Reads such a text; `nil` where it names what there is not.
    package init?(text: String) {
        self.init()
        for part in text.split(separator: " ") {
            let words = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard words.count == 2, ReadingSwitch.named(words[0])?.set(words[1], in: &self) == true else { return nil }
        }
    }
}
