import FlowJSON
import StatesLanguage
import Testing

@testable import FlowServer

@Suite("Judging inputs")
struct InputValidatorTests {
    private static let members: [Member] = [
        .required("name", .name), .optional("maxResults", .pageSize),
        .optional("statusFilter", .executionStatus), .optional("alias", .aliasName),
        .optional("flag", .flag), .optional("input", .data), .optional("tags", .tags), .optional("routes", .routing),
        .optional("ratio", .number(0...100)),
    ]

    @Test(
        "each bound is told in AWS's words",
        arguments: [
            ([:], "Value null at 'name' failed to satisfy constraint: Member must not be null"),
            (["name": nil], "Value null at 'name' failed to satisfy constraint: Member must not be null"),
            (
                ["name": ""],
                "Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1"
            ),
            (
                ["name": "a", "maxResults": 1001],
                "Value '1001' at 'maxResults' failed to satisfy constraint: "
                    + "Member must have value less than or equal to 1000"
            ),
            (
                ["name": "a", "maxResults": -1],
                "Value '-1' at 'maxResults' failed to satisfy constraint: "
                    + "Member must have value greater than or equal to 0"
            ),
            (
                ["name": "a", "statusFilter": "succeeded"],
                "Value 'succeeded' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value "
                    + "set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]"
            ),
            (
                ["name": "a", "alias": "123"],
                "Value '123' at 'alias' failed to satisfy constraint: Member must satisfy regular expression "
                    + #"pattern: ^(?=.*[a-zA-Z_\-\.])[a-zA-Z0-9_\-\.]+$"#
            ),
            (
                ["name": "a", "tags": [["key": ""]]],
                "Value '' at 'tags.1.member.key' failed to satisfy constraint: "
                    + "Member must have length greater than or equal to 1"
            ),
            (
                ["name": "a", "routes": []],
                "Value '[]' at 'routes' failed to satisfy constraint: "
                    + "Member must have length greater than or equal to 1"
            ),
            (
                ["name": "a", "ratio": 100.5],
                "Value '100.5' at 'ratio' failed to satisfy constraint: "
                    + "Member must have value less than or equal to 100.0"
            ),
        ] as [(JSONObject, String)]
    )
    func bound(input: JSONObject, expected: String) {
        #expect(throws: APIError.validation("1 validation error detected: \(expected)")) {
            try InputValidator.validated(input, by: Self.members)
        }
    }

    @Test("every bound that is not kept is counted")
    func severalBounds() {
        let error = #expect(throws: APIError.self) {
            try InputValidator.validated(["maxResults": 5000], by: Self.members)
        }
        #expect(error?.message.hasPrefix("2 validation errors detected: Value null at 'name'") == true)
    }

    @Test("a long secret is not repeated")
    func sensitive() {
        let input: JSONObject = ["name": "a", "input": .string(String(repeating: "x", count: 262_145))]
        let error = #expect(throws: APIError.self) { try InputValidator.validated(input, by: Self.members) }
        #expect(
            error?.message
                == "1 validation error detected: Value at 'input' failed to satisfy constraint: "
                + "Member must have length less than or equal to 262144"
        )
    }

    @Test(
        "a value of the wrong type cannot be read",
        arguments: [
            (["name": 1], "NUMBER_VALUE can not be converted to a String"),
            (["name": ["a"]], "Start of list found where not expected."),
            (["name": "a", "maxResults": "1"], "STRING_VALUE can not be converted to an Integer"),
            (["name": "a", "maxResults": 1.5], "NUMBER_VALUE can not be converted to an Integer"),
            (["name": "a", "flag": "true"], "STRING_VALUE can not be converted to a Boolean"),
            (["name": "a", "tags": ["k": "v"]], "Start of structure or map found where not expected."),
        ] as [(JSONObject, String)]
    )
    func type(input: JSONObject, expected: String) {
        #expect(throws: APIError(.serialization, expected)) {
            try InputValidator.validated(input, by: Self.members)
        }
    }

    @Test("a task token's bound follows the reading", arguments: [("2048", 2048), ("1024", 1024)])
    func taskToken(value: String, bound: Int) throws {
        var reading = SpecificationReading()
        #expect(ReadingSwitch.named("task-token-length")?.set(value, in: &reading) == true)
        let members: [Member] = [.required("taskToken", .taskToken)]
        let longest: JSONObject = ["taskToken": .string(String(repeating: "x", count: bound))]
        #expect(try InputValidator.validated(longest, by: members, reading: reading) == longest)
        let tooLong: JSONObject = ["taskToken": .string(String(repeating: "x", count: bound + 1))]
        let error = #expect(throws: APIError.self) {
            try InputValidator.validated(tooLong, by: members, reading: reading)
        }
        #expect(error?.message.hasSuffix("Member must have length less than or equal to \(bound)") == true)
    }

    @Test("unknown members and nulls are left out")
    func ignored() throws {
        let input: JSONObject = ["name": "a", "flag": nil, "other": 1]
        #expect(try InputValidator.validated(input, by: Self.members) == ["name": "a"])
    }
}
