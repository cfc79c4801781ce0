package import FlowDiagnostics
package import FlowJSON
import StatesLanguage

extension HistoryEvent {
    /// All of the event as JSON, for a store.
    ///
    /// It says what a replay and the API need, which is more than AWS's form does:
    ///
    ///     [3, 2, 1763716440123, "TaskScheduled", 0, {"x": 1}, ["scheduled", 60, null, null]]
    ///
    /// that is id, previous id, milliseconds, type, state (-1 for none), value, and details where there are any.
    package var stored: JSON {
        var elements: [JSON] = [
            .integer(Int64(id)), .integer(Int64(previousEventID)), .integer(timestamp.milliseconds),
            .string(type.rawValue), .integer(Int64(state.rawValue)),
        ]
        if !value.isNull || details != nil { elements.append(value) }
        if let details { elements.append(details.stored) }
        return .array(elements)
    }

    /// An event that was written so.
    ///
    /// - Throws: where the value is no such event, or one of another version.
    package init(stored value: JSON) throws(Diagnostic) {
        let reader = SnapshotReader(value: value, place: "event")
        let elements = try reader.elements()
        guard 5...7 ~= elements.count else { throw reader.mismatch("a list of 5 to 7") }
        guard case .string(let name)? = elements[3].value, let type = HistoryEventType(rawValue: name) else {
            throw elements[3].mismatch("a type of events")
        }
        let state = try elements[4].integer()
        guard -1..<Int64(Int32.max) ~= state else { throw elements[4].mismatch("a state") }
        self.init(
            id: Int(try elements[0].eventID()),
            previousEventID: Int(try elements[1].eventID()),
            timestamp: try elements[2].timestamp(),
            type: type,
            state: StateIndex(Int(state)),
            value: elements.count > 5 ? try elements[5].present() : .null,
            details: elements.count > 6 ? try elements[6].historyDetails() : nil
        )
    }
}

extension HistoryEventDetails {
    fileprivate var stored: JSON {
        switch self {
        case .assigned(let variables): ["assigned", .object(variables)]
        case .failure(let error, let cause): ["failure", .optional(error), .optional(cause)]
        case .evaluation(let error, let cause, let location):
            ["evaluation", .string(error), .string(cause), .optional(location)]
        case .scheduled(let terms):
            [
                "scheduled", .optional(terms.timeoutSeconds), .optional(terms.heartbeatSeconds),
                terms.credentials.map { JSON.array([$0]) } ?? .null,
            ]
        case .worker(let name): ["worker", .string(name)]
        }
    }
}

extension SnapshotReader {
    fileprivate func eventID() throws(Diagnostic) -> UInt32 {
        guard let id = UInt32(exactly: try integer()) else { throw mismatch("the id of an event") }
        return id
    }

    fileprivate func historyDetails() throws(Diagnostic) -> HistoryEventDetails {
        let (word, rest) = try tagged()
        switch (word, rest.count) {
        case ("assigned", 1):
            guard case .object(let variables)? = rest[0].value else { throw rest[0].mismatch("an object") }
            return .assigned(variables)
        case ("failure", 2): return .failure(error: try rest[0].optionalText(), cause: try rest[1].optionalText())
        case ("evaluation", 3):
            return .evaluation(
                error: try rest[0].text(),
                cause: try rest[1].text(),
                location: try rest[2].optionalText()
            )
        case ("scheduled", 3):
            var terms = TaskTerms()
            terms.timeoutSeconds = try rest[0].optionalInteger()
            terms.heartbeatSeconds = try rest[1].optionalInteger()
            terms.credentials = try rest[2].unlessNull?.elements(count: 1)[0].present()
            return .scheduled(terms)
        case ("worker", 1): return .worker(try rest[0].text())
        default: throw mismatch("details of an event")
        }
    }
}
