import FlowJSON
import FlowMachine
import FlowStore
import GRDB
import StatesLanguage
import Synchronization

/// The definitions that the store keeps, each once, and their programs, compiled once.
final class ProgramTable: Sendable {
    private struct Phase {
        var programs: [Int64: Program] = [:]
        /// By the source, which is kept alive, so that its identity stands for it.
        var numbers: [ObjectIdentifier: (source: ProgramSource, number: Int64)] = [:]
    }

    private static let mostPrograms = 1_000
    private let phase = Mutex(Phase())

    /// The number of a program's definition, which is kept where it is new; only for the writer.
    func number(of program: Program, in db: Database) throws -> Int64 {
        guard let source = program.source else {
            throw StoreError(.unsupported, "A state that is run on its own can't be kept in a file.")
        }
        if let number = phase.withLock({ $0.numbers[ObjectIdentifier(source)]?.number }) { return number }
        let text = source.definition.json.text
        let variables = JSON.array(source.variables.map(JSON.string)).text
        let reading = source.definition.reading.text
        let hash = hash(text)
        let known = try Int64.fetchOne(
            db.cachedStatement(
                sql: "SELECT number FROM definitions WHERE hash = ? AND text = ? AND variables = ? AND reading = ?"
            ),
            arguments: [hash, text, variables, reading]
        )
        let number: Int64
        if let known {
            number = known
        } else {
            try db.cachedStatement(sql: "INSERT INTO definitions (hash, variables, text, reading) VALUES (?, ?, ?, ?)")
                .execute(arguments: [hash, variables, text, reading])
            number = db.lastInsertedRowID
        }
        note(program, as: number)
        return number
    }

    /// The program of a number.
    func program(_ number: Int64, in db: Database) throws -> Program {
        if let program = phase.withLock({ $0.programs[number] }) { return program }
        let statement = try db.cachedStatement(sql: "SELECT text, variables, reading FROM definitions WHERE number = ?")
        guard let row = try Row.fetchOne(statement, arguments: [number]) else {
            throw StoreError(.damaged, "The store has lost the definition of an execution.")
        }
        guard let reading = SpecificationReading(text: row[2]) else {
            throw StoreError(.damaged, "The store has a definition whose reading is unknown.")
        }
        let definition = try StateMachineDefinition(json: try JSON(stored: row[0]), reading: reading)
        let variables = try JSON(stored: row[1]).arrayValue ?? []
        let program = try Program(definition, variables: variables.compactMap(\.stringValue))
        note(program, as: number)
        return program
    }

    /// Forgets what a transaction noted that was undone.
    func forget() { phase.withLock { $0 = Phase() } }

    private func note(_ program: Program, as number: Int64) {
        guard let source = program.source else { return }
        phase.withLock { phase in
            if phase.programs.count >= Self.mostPrograms || phase.numbers.count >= Self.mostPrograms { phase = Phase() }
            phase.numbers[ObjectIdentifier(source)] = (source, number)
            if phase.programs[number] == nil { phase.programs[number] = program }
        }
    }

    private func hash(_ text: String) -> Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return Int64(bitPattern: hash)
    }
}
