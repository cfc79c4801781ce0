import StatesLanguage

/// What a value of a definition is, by where it stands.
enum Role: Hashable, Sendable {
    case machine, states, state
    case branches, branch, processor, processorConfig
    case retriers, retrier, catchers, catcher, errorNames
    case choices, rule, tests, test
    case assign, template
    case itemReader, readerConfig, itemBatcher, resultWriter, writerConfig
    /// A value that holds nothing that the language names.
    case plain

    /// What the member of an object is.
    func member(_ key: String) -> Role {
        switch (self, key) {
        case (.machine, "States"), (.branch, "States"), (.processor, "States"): .states
        case (.processor, "ProcessorConfig"): .processorConfig
        case (.states, _): .state
        case (.state, _): Self.fieldOfState(key)
        case (.retrier, "ErrorEquals"), (.catcher, "ErrorEquals"): .errorNames
        case (.catcher, "Assign"), (.rule, "Assign"): .assign
        case (.catcher, "Output"), (.rule, "Output"), (.itemReader, "Parameters"), (.itemReader, "Arguments"),
            (.resultWriter, "Parameters"), (.resultWriter, "Arguments"), (.itemBatcher, "BatchInput"), (.assign, _),
            (.template, _):
            .template
        case (.rule, "And"), (.rule, "Or"), (.test, "And"), (.test, "Or"): .tests
        case (.rule, "Not"), (.test, "Not"): .test
        case (.itemReader, "ReaderConfig"): .readerConfig
        case (.resultWriter, "WriterConfig"): .writerConfig
        default: .plain
        }
    }

    private static func fieldOfState(_ key: String) -> Role {
        switch key {
        case "Retry": .retriers
        case "Catch": .catchers
        case "Choices": .choices
        case "Branches": .branches
        case "ItemProcessor", "Iterator": .processor
        case "Assign": .assign
        case "Parameters", "Arguments", "ResultSelector", "ItemSelector", "Output", "Items", "Credentials": .template
        case "ItemReader": .itemReader
        case "ItemBatcher": .itemBatcher
        case "ResultWriter": .resultWriter
        default: .plain
        }
    }

    /// What an element of an array is.
    var element: Role {
        switch self {
        case .retriers: .retrier
        case .catchers: .catcher
        case .choices: .rule
        case .branches: .branch
        case .tests: .test
        case .template: .template
        case .errorNames: .errorNames
        default: .plain
        }
    }

    /// The fields that an object of that role may have; `nil` where the author names them.
    func fields(of type: StateType?) -> FieldTable? {
        switch self {
        case .machine: .machine
        case .state: type.map(FieldTable.state)
        case .branch: .branch
        case .processor: .itemProcessor
        case .processorConfig: .processorConfig
        case .retrier: .retrier
        case .catcher: .catcher
        case .rule: .choiceRule
        case .test: .dataTest
        case .itemReader: .itemReader
        case .readerConfig: .readerConfig
        case .itemBatcher: .itemBatcher
        case .resultWriter: .resultWriter
        case .writerConfig: .writerConfig
        default: nil
        }
    }
}
