import FlowConnections
import FlowDSL
import FlowDiagnostics
import FlowJSON
import FlowTesting
import StatesLanguage

/// A flow with the files of its tests.
struct TestSubject {
    let machine: NamedMachine
    /// The definition's file, or `nil` for a flow of a domain.
    let file: String?
    /// The files of its tests.
    var tests: [String]

    /// What reports call the flow.
    var name: String { machine.name }

    /// Reads and runs the tests.
    ///
    /// - Parameter isChosen: whether a test of that name is wanted.
    func run(
        _ configuration: MockConfigurationFile?,
        input: JSON?,
        isChosen: (String) -> Bool
    ) throws(CommandFailure) -> TestRun {
        var chosen: [FlowTest] = []
        if let configuration {
            let cases = configuration.value.tests(of: name, input: input ?? [:], file: configuration.path)
            for test in cases { chosen.append(try completed(test)) }
        }
        for path in tests { chosen += try read(path, configuration) }
        chosen.removeAll { !isChosen($0.name) }
        var results: [FlowTestResult] = []
        var taken = TakenWays()
        for test in chosen {
            do throws(Diagnostic) {
                let result = try FlowTestResult(of: test, on: machine.definition)
                taken.add(result.taken)
                results.append(result)
            } catch {
                throw CommandFailure([error])
            }
        }
        return TestRun(
            flow: name,
            results: results,
            coverage: Coverage(of: machine.definition, by: taken),
            place: try places()
        )
    }

    private func read(_ path: String, _ configuration: MockConfigurationFile?) throws(CommandFailure) -> [FlowTest] {
        let document = try TestDocument(path)
        let reader = TestFileReader(
            document.value,
            machine: name,
            configuration: configuration?.value,
            place: document.location
        )
        guard reader.diagnostics.isEmpty else { throw CommandFailure(reader.diagnostics, source: document.text) }
        var tests: [FlowTest] = []
        for test in reader.tests { tests.append(try completed(test)) }
        return tests
    }

    /// The test with the defaults of the flow's parameters in its input.
    private func completed(_ test: FlowTest) throws(CommandFailure) -> FlowTest {
        guard let schema = machine.flow?.input else { return test }
        var test = test
        do {
            test.input = try schema.completed(test.input)
        } catch {
            let wrong = error.diagnostics.map(\.message).joined(separator: "; ")
            let place = test.place.file.map { "\($0)\(test.place.line.map { ":\($0)" } ?? ""): " } ?? ""
            throw CommandFailure("\(place)the input of \"\(test.name)\" does not fit the flow: \(wrong)")
        }
        return test
    }

    /// Where parts of the flow stand: lines of the definition's file, or of the author's Swift file.
    private func places() throws(CommandFailure) -> @Sendable (Coverage.Part) -> String? {
        if let flow = machine.flow {
            let places = flow.places
            return { part in
                guard let place = places[part.state], let file = place.file else { return nil }
                return "\(file):\(place.line ?? 1)"
            }
        }
        guard let file else { return { _ in nil } }
        let text = String(decoding: try LocalFile.read(file), as: UTF8.self)
        // `try?`: a definition that was read already is only refused here for a key that stands twice.
        if YAMLDefinition.isNamed(file) {
            guard let located = try? LocatedYAML(parsing: text, file: file) else { return { _ in nil } }
            return { part in "\(file):\(located.location(of: part.pointer).line ?? 1)" }
        }
        guard let located = try? LocatedJSON(parsing: text, file: file) else { return { _ in nil } }
        return { part in "\(file):\(located.keyLocation(of: part.pointer).line ?? 1)" }
    }
}
