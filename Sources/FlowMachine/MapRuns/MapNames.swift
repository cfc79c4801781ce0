import JSONata
import StatesLanguage

extension MapRunOrder {
    /// The name of a child execution; the same whenever it is asked for, so that none is started twice.
    package func childName(_ number: Int) -> String {
        var generator = SeededGenerator(seed: seed &+ UInt64(truncatingIfNeeded: number) &* 0xD134_2543_DE82_EF95)
        return generator.uuid()
    }
}

/// A label for a Map state that has none: the same for the same state of a machine.
func generatedLabel(ofState name: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    var generator = SeededGenerator(seed: hash)
    return generator.uuid()
}

extension ExecutionIdentity {
    /// The machine of a distributed Map's child executions: `<machine>/<label>`.
    func childMachine(label: String) -> (name: String, id: String) {
        let name = "\(rootMachineName)/\(label)"
        guard let prefix = arnPrefix else { return (name, "\(stateMachineID)/\(label)") }
        return (name, "\(prefix):stateMachine:\(name)")
    }

    func mapRunARN(machine: String, uuid: String) -> String {
        "\(arnPrefix ?? stateMachineID):mapRun:\(machine):\(uuid)"
    }

    /// Who a child execution of a map run of this execution is.
    ///
    /// - Parameter redrive: how often the map run was redriven; EXPRESS children are other executions then.
    package func child(_ number: Int, of order: MapRunOrder, redrive: Int = 0) -> ExecutionIdentity {
        let name = order.childName(number)
        let prefix = arnPrefix ?? stateMachineID
        let id =
            order.isExpress
            ? "\(prefix):express:\(order.childMachine.name):\(name):\(order.childName(~(number &+ redrive << 32)))"
            : "\(prefix):execution:\(order.childMachine.name):\(name)"
        return ExecutionIdentity(
            id: id,
            name: name,
            stateMachineID: order.childMachine.id,
            stateMachineName: order.childMachine.name,
            roleARN: roleARN
        )
    }

    /// The machine's own name, also in a child execution.
    private var rootMachineName: Substring { stateMachineName.prefix { $0 != "/" } }

    /// `arn:aws:states:<region>:<account>`, or `nil` where the machine's id is no ARN.
    private var arnPrefix: String? {
        let parts = stateMachineID.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count > 5, parts[0] == "arn" else { return nil }
        return parts[..<5].joined(separator: ":")
    }
}
