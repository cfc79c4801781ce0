public import FlowDiagnostics

extension JSON {
    /// How a text is read.
    public struct ParsingOptions: Hashable, Sendable {
        /// What becomes of an object that has a key twice.
        public enum DuplicateKeys: Hashable, Sendable {
            /// The last value stays, at the place of the first.
            case lastWins
            /// An error at the second key.
            case refused
        }

        /// What becomes of `\ud800` without its other half; a Swift string cannot hold it.
        public enum LoneSurrogates: Hashable, Sendable {
            /// An error.
            case refused
            /// U+FFFD stands in its place.
            case replaced
            /// The escape stays as it is written, six letters, for a text that is a program and has such escapes itself.
            case kept
        }

        /// How many arrays and objects may be nested.
        public var maximumDepth: Int
        /// What becomes of an object that has a key twice.
        public var duplicateKeys: DuplicateKeys
        /// What becomes of half a surrogate pair.
        public var loneSurrogates: LoneSurrogates

        /// Options of the given parts.
        public init(
            maximumDepth: Int = 512,
            duplicateKeys: DuplicateKeys = .lastWins,
            loneSurrogates: LoneSurrogates = .refused
        ) {
            self.maximumDepth = maximumDepth
            self.duplicateKeys = duplicateKeys
            self.loneSurrogates = loneSurrogates
        }

        /// As JSON texts are usually read.
        public static let plain = ParsingOptions()
        /// For texts that people write: a key that stands twice is an error.
        public static let strict = ParsingOptions(duplicateKeys: .refused)
    }

    /// Reads the one value of a text; `file` is what errors call the text.
    public init(parsing text: String, options: ParsingOptions = .plain, file: String? = nil) throws(Diagnostic) {
        var text = text
        let result = text.withUTF8 { bytes in Self.parse(bytes, options: options, file: file) }
        self = try result.get()
    }

    /// Reads the one value of a text in UTF-8; `file` is what errors call the text.
    public init(parsing bytes: [UInt8], options: ParsingOptions = .plain, file: String? = nil) throws(Diagnostic) {
        let result = bytes.withUnsafeBufferPointer { bytes in Self.parse(bytes, options: options, file: file) }
        self = try result.get()
    }

    /// Reads the one value of a text in UTF-8; `file` is what errors call the text.
    public init(
        parsing bytes: UnsafeRawBufferPointer,
        options: ParsingOptions = .plain,
        file: String? = nil
    ) throws(Diagnostic) {
        let result = bytes.withMemoryRebound(to: UInt8.self) { bytes in
            Self.parse(bytes, options: options, file: file)
        }
        self = try result.get()
    }

    private static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>,
        options: ParsingOptions,
        file: String?
    ) -> Result<JSON, Diagnostic> {
        do throws(SyntaxError) {
            guard let start = bytes.baseAddress else { throw SyntaxError(kind: .emptyText, offset: 0) }
            var parser = Parser(text: bytes, from: start, options: options)
            return .success(try parser.parse())
        } catch {
            return .failure(error.diagnostic(in: bytes, file: file))
        }
    }
}
