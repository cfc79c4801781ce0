import StatesLanguage

/// Texts with places to fill in, in the form of the protocol's snippets.
enum Snippets {
    /// A whole state with its key.
    static func state(_ type: StateType, _ language: QueryLanguage) -> String {
        "\"${1:\(type.rawValue)}\": " + body(type, language)
    }

    private static func body(_ type: StateType, _ language: QueryLanguage) -> String {
        let fields: [String] =
            switch type {
            case .task:
                [
                    #""Resource": "${2:arn:aws:states:::lambda:invoke}""#,
                    language == .jsonata ? #""Arguments": {$3}"# : #""Parameters": {$3}"#, #""Next": "$0""#,
                ]
            case .pass: [#""Next": "$0""#]
            case .wait: [#""Seconds": ${2:60}"#, #""Next": "$0""#]
            case .choice: [#""Choices": [${2:\#(rule(language, at: 3))}]"#, #""Default": "$0""#]
            case .succeed: []
            case .fail: [#""Error": "${2:Error}""#, #""Cause": "$0""#]
            case .parallel: [#""Branches": [\#(machine(at: 2))]"#, #""Next": "$0""#]
            case .map: [#""ItemProcessor": \#(machine(at: 2))"#, #""Next": "$0""#]
            }
        let lines = [#""Type": "\#(type.rawValue)""#] + fields
        return "{\n" + lines.map { "\t\($0)" }.joined(separator: ",\n") + "\n}"
    }

    private static func machine(at number: Int) -> String {
        #"{ "StartAt": "${\#(number):First}", "States": { "${\#(number):First}": { "Type": "Pass", "End": true } } }"#
    }

    private static func rule(_ language: QueryLanguage, at number: Int) -> String {
        language == .jsonata
            ? #"{ "Condition": "{% ${\#(number):true} %\}", "Next": "" \}"#
            : #"{ "Variable": "${\#(number):\$.value}", "IsPresent": true, "Next": "" \}"#
    }

    /// An element of the arrays that hold objects; `nil` for others.
    static func element(of role: Role, _ language: QueryLanguage) -> (label: String, text: String)? {
        switch role {
        case .retriers:
            (
                "retrier",
                #"{ "ErrorEquals": ["${1:States.TaskFailed}"], "IntervalSeconds": ${2:2}, "MaxAttempts": ${3:3} }"#
            )
        case .catchers: ("catcher", #"{ "ErrorEquals": ["${1:States.ALL}"], "Next": "$2" }"#)
        case .choices:
            language == .jsonata
                ? ("rule", #"{ "Condition": "{% ${1:true} %}", "Next": "$2" }"#)
                : ("rule", #"{ "Variable": "${1:\$.value}", "${2:IsPresent}": ${3:true}, "Next": "$4" }"#)
        case .branches: ("branch", machine(at: 1))
        case .tests: ("test", #"{ "Variable": "${1:\$.value}", "${2:IsPresent}": ${3:true} }"#)
        default: nil
        }
    }

    /// What a field's value begins as.
    static func value(of key: String, in role: Role, _ language: QueryLanguage) -> String {
        switch key {
        case "End", "IsPresent", "IsNull", "IsNumeric", "IsString", "IsBoolean", "IsTimestamp": "${1:true}"
        case "Retry", "Catch", "Choices", "Branches", "And", "Or", "CSVHeaders": "[$1]"
        case "ErrorEquals": #"["$1"]"#
        case "States", "Parameters", "Arguments", "Assign", "ResultSelector", "ItemSelector", "Credentials",
            "ItemProcessor", "ProcessorConfig", "ItemReader", "ReaderConfig", "ItemBatcher", "BatchInput",
            "ResultWriter", "WriterConfig", "Not", "Iterator":
            "{$1}"
        case "Result", "Output", "Items": "$1"
        case "Condition": #""{% $1 %}""#
        case "TimeoutSeconds", "HeartbeatSeconds", "Seconds", "IntervalSeconds", "MaxAttempts", "BackoffRate",
            "MaxDelaySeconds", "MaxConcurrency", "MaxItems", "MaxItemsPerBatch", "MaxInputBytesPerBatch",
            "ToleratedFailureCount", "ToleratedFailurePercentage":
            "$1"
        case "NumericEquals", "NumericLessThan", "NumericGreaterThan", "NumericLessThanEquals",
            "NumericGreaterThanEquals", "BooleanEquals":
            "$1"
        default: #""$1""#
        }
    }
}
