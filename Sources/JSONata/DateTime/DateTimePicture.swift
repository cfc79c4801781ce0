/// placeholder
struct DateTimePicture {
    init(_ picture: String) throws(EvaluationError) { throw EvaluationError("D3132", value: .string(picture)) }
    func parse(_ text: String, now: Int64) throws(EvaluationError) -> Int64? { nil }
    func format(_ milliseconds: Int64, offsetInMinutes: Int) throws(EvaluationError) -> String { "" }
}
struct IntegerPicture {
    init(_ picture: String) throws(EvaluationError) { throw EvaluationError("D3130", value: .string(picture)) }
    func parse(_ text: String) throws(EvaluationError) -> Double? { nil }
    func format(_ value: Double) throws(EvaluationError) -> String { "" }
}
import FlowJSON
enum DecimalPicture {
    static func format(_ number: Double, picture: String, options: JSONObject?) throws(EvaluationError) -> String {
        throw EvaluationError("D3086")
    }
}
