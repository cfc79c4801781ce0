import FlowDiagnostics
import FlowJSON
import FlowMachine
import StatesLanguage
import Synchronization

/// A definition that was judged when it came in, and its program, which is compiled when it is first asked for.
final class CompiledDefinition: Sendable {
    /// The text, as it was given.
    let text: String
    private let type: StateMachineType
    private let compiled: Mutex<Program?>

    /// A definition as the store has it.
    init(text: String, type: StateMachineType) {
        self.text = text
        self.type = type
        compiled = Mutex(nil)
    }

    /// A definition that was just compiled.
    init(text: String, type: StateMachineType, program: Program) {
        self.text = text
        self.type = type
        compiled = Mutex(program)
    }

    /// The program.
    ///
    /// - Parameter reading: how the definition is read where sources disagree, where it is not compiled yet.
    /// - Throws: `InvalidDefinition`, where an earlier flow-task took what this one can't compile.
    func program(by reading: SpecificationReading) throws(APIError) -> Program {
        if let program = compiled.withLock({ $0 }) { return program }
        // Not under the lock: of two who compile at a time, both get the same.
        let (program, _) = try CheckedDefinition.compiled(text, type: type, reading: reading)
        compiled.withLock { $0 = program }
        return program
    }
}
