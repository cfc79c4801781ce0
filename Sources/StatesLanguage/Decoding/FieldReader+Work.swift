import FlowDiagnostics
import FlowJSON

extension FieldReader {
    func task() -> TaskState? {
        let resource = string("Resource")
        if fields["Resource"] == nil { missing("Resource", of: "The Task state") }
        let arguments = jsonata("Arguments")
        let credentials = credentials()
        let timeout = dynamicInteger("TimeoutSeconds")
        let heartbeat = dynamicInteger("HeartbeatSeconds")
        let retriers = retriers()
        let catchers = catchers()
        guard let transition = transition(), let resource else { return nil }
        return TaskState(
            resource: resource,
            arguments: arguments,
            credentials: credentials,
            timeoutSeconds: timeout,
            heartbeatSeconds: heartbeat,
            retriers: retriers,
            catchers: catchers,
            transition: transition
        )
    }

    private func credentials() -> Template? {
        guard language == .jsonata, reading.specification.credentials == .literal, let json = fields["Credentials"]
        else {
            return template("Credentials")
        }
        return .literal(json)
    }

    func parallel(depth: Int) -> ParallelState? {
        let arguments = jsonata("Arguments")
        let readers = objects("Branches")
        if fields["Branches"] == nil { missing("Branches", of: "The Parallel state") }
        if let readers, readers.isEmpty, array("Branches")?.isEmpty == true {
            reading.report(.emptyList, "\"Branches\" has no branch.", at: pointer(to: "Branches"))
        }
        let branches = readers?.map { reader in
            reader.checkSubMachine(.branch, of: "A branch")
            return reader.branch(depth: depth + 1)
        }
        let retriers = retriers()
        let catchers = catchers()
        guard let transition = transition(), let branches else { return nil }
        let complete = branches.compactMap { $0 }
        guard complete.count == branches.count else { return nil }
        return ParallelState(
            branches: complete,
            arguments: arguments,
            retriers: retriers,
            catchers: catchers,
            transition: transition
        )
    }

    /// Reports fields that only a whole machine may have, with words of their own.
    func checkSubMachine(_ table: FieldTable, of owner: String) {
        if fields["QueryLanguage"] != nil {
            reading.report(
                .languageOfSubMachine,
                "\(owner) can't have a \"QueryLanguage\" of its own.",
                at: pointer(to: "QueryLanguage"),
                hint: "The machine and single states can."
            )
        }
        check(table + FieldTable(["QueryLanguage"]), of: owner)
    }

    func retriers() -> [Retrier]? {
        objects("Retry")?.map { reader in
            reader.check(.retrier, of: "A retrier")
            return Retrier(
                errorEquals: reader.errorEquals(of: "The retrier"),
                intervalSeconds: reader.integer("IntervalSeconds"),
                maxAttempts: reader.integer("MaxAttempts"),
                backoffRate: reader.number("BackoffRate"),
                maxDelaySeconds: reader.integer("MaxDelaySeconds"),
                jitterStrategy: reader.choice("JitterStrategy", Retrier.JitterStrategy.self, code: .jitterStrategy),
                comment: reader.string("Comment")
            )
        }
    }

    func catchers() -> [Catcher]? {
        objects("Catch")?.compactMap { reader in
            reader.check(.catcher, of: "A catcher")
            let errorEquals = reader.errorEquals(of: "The catcher")
            if reader.fields["Next"] == nil { reader.missing("Next", of: "The catcher") }
            let resultPath = reader.selection("ResultPath", .resultPath)
            let assign = reader.assign(members: .errorOutput)
            let output = language == .jsonata ? reader.template("Output", members: .errorOutput) : nil
            guard let next = reader.string("Next") else { return nil }
            return Catcher(
                errorEquals: errorEquals,
                next: next,
                resultPath: resultPath,
                assign: assign,
                output: output,
                comment: reader.string("Comment")
            )
        }
    }

    private func errorEquals(of owner: String) -> [ErrorName] {
        if fields["ErrorEquals"] == nil { missing("ErrorEquals", of: owner) }
        return (strings("ErrorEquals") ?? []).map { ErrorName($0) }
    }
}
