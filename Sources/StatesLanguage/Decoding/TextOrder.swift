import FlowDiagnostics
import FlowJSON

extension [Diagnostic] {
    /// The diagnostics in the order of the values that they are about, an outer value before what is in it.
    func inTextOrder(of document: JSON) -> [Diagnostic] {
        let keyed = map { (place: document.positions(of: $0.location.pointer ?? ""), diagnostic: $0) }
        return keyed.enumerated().sorted { first, second in
            if first.element.place == second.element.place { return first.offset < second.offset }
            return first.element.place.lexicographicallyPrecedes(second.element.place)
        }.map(\.element.diagnostic)
    }

    /// The diagnostics with the line, the column and the offset of their pointers; one that has them keeps them.
    func located(in text: String, file: String?) -> [Diagnostic] {
        let pointers = Set(compactMap { $0.location.line == nil ? $0.location.pointer : nil })
        let places = PointerLocator.locate(pointers, in: text)
        return map { diagnostic in
            var diagnostic = diagnostic
            diagnostic.location.file = file
            if let pointer = diagnostic.location.pointer, let place = places[pointer] {
                diagnostic.location.line = place.line
                diagnostic.location.column = place.column
                diagnostic.location.offset = place.offset
            }
            return diagnostic
        }
    }
}

extension JSON {
    /// The positions of the members and elements on the way that a pointer names, as far as there are any.
    fileprivate func positions(of pointer: String) -> [Int] {
        var positions: [Int] = []
        var value = self
        for step in JSONPointer.steps(of: pointer) {
            switch value {
            case .object(let object):
                guard let index = object.index(of: step) else { return positions }
                positions.append(index)
                value = object[index].value
            case .array(let elements):
                guard let index = Int(step), elements.indices.contains(index) else { return positions }
                positions.append(index)
                value = elements[index]
            default: return positions
            }
        }
        return positions
    }
}
