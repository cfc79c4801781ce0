/// What a parameter of a statement is bound to.
enum ColumnValue: ExpressibleByNilLiteral, ExpressibleByIntegerLiteral {
    case null
    case integer(Int64)
    case text(String)

    init(nilLiteral: ()) { self = .null }
    init(integerLiteral value: Int64) { self = .integer(value) }
    init(_ value: Int64?) { self = value.map(ColumnValue.integer) ?? .null }
    init(_ value: Int?) { self.init(value.map(Int64.init)) }
    init(_ value: Bool) { self = .integer(value ? 1 : 0) }
    init(_ value: String?) { self = value.map(ColumnValue.text) ?? .null }
}
