extension Rule { static let hygiene: [Rule] = [] }
