import FlowDiagnostics
import FlowJSON
import JSONata
import StatesLanguage

/// A call of an intrinsic function, with its paths compiled.
struct CompiledCall: Sendable {
    indirect enum Argument: Sendable {
        case literal(JSON)
        case path(CompiledPath)
        case call(CompiledCall)
    }

    let text: String
    let function: IntrinsicFunction
    let arguments: [Argument]

    init(_ call: IntrinsicCall, in names: VariableNames) throws(Diagnostic) {
        text = call.text
        function = call.function
        var arguments: [Argument] = []
        for argument in call.arguments {
            switch argument {
            case .literal(let value): arguments.append(.literal(value))
            case .path(let path): arguments.append(.path(try CompiledPath(path, in: names)))
            case .call(let call): arguments.append(.call(try CompiledCall(call, in: names)))
            }
        }
        self.arguments = arguments
    }

    var readsContext: Bool {
        arguments.contains { argument in
            switch argument {
            case .literal: false
            case .path(let path): path.readsContext
            case .call(let call): call.readsContext
            }
        }
    }

    /// The call's value.
    func value(in view: DataView) throws(Fault) -> JSON {
        var generator = SeededGenerator(seed: view.environment.seed)
        return try value(in: view, using: &generator)
    }

    private func value(in view: DataView, using generator: inout SeededGenerator) throws(Fault) -> JSON {
        var values: [JSON] = []
        values.reserveCapacity(arguments.count)
        for argument in arguments {
            switch argument {
            case .literal(let value): values.append(value)
            case .path(let path): values.append(try path.templateValue(of: path.text, in: view))
            case .call(let call): values.append(try call.value(in: view, using: &generator))
            }
        }
        do throws(TaskFailure) { return try function.evaluate(values, using: &generator) } catch {
            throw Fault(
                error.error,
                "The function '\(text)' had the following error: \(error.cause)",
                origin: .data
            )
        }
    }
}
