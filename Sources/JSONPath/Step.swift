import FlowJSON

/// One step of a path, from one node to the next ones.
enum Step: Sendable {
    /// `.name`, `['name']`; several names make one object of the members that are there.
    case properties([JSONKey])
    /// `[2]`.
    case index(Int)
    /// `[(@.length-1)]`; the number is not positive.
    case fromEnd(Int)
    /// `[0,2]`.
    case indices([Int])
    /// `[1:]`, `[:2]`, `[1:2]`.
    case slice(Slice)
    /// `[*]`, `.*`.
    case wildcard
    /// `..`: the node and all below it that the step behind this one fits.
    case scan
    /// `[?(…)]`.
    case filter(Filter)

    enum Slice: Sendable {
        case from(Int)
        case to(Int)
        case between(Int, Int)
    }

    /// Whether it leads to one node at most.
    var isDefinite: Bool {
        switch self {
        case .properties, .index, .fromEnd: true
        case .indices, .slice, .wildcard, .scan, .filter: false
        }
    }
}
