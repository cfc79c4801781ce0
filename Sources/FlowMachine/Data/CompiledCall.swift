import FlowDiagnostics
import FlowJSON
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

    func value(in view: DataView) throws(Fault) -> JSON {
        var values: [JSON] = []
        values.reserveCapacity(arguments.count)
        for argument in arguments {
            switch argument {
            case .literal(let value): values.append(value)
            case .path(let path): values.append(try path.fieldValue(in: view))
            case .call(let call): values.append(try call.value(in: view))
            }
        }
        return .array(values)
    }
}
