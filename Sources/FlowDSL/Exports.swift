// What the author of a flow or a task needs, with one import.
@_exported public import FlowConnections
@_exported public import FlowJSON
@_exported public import FlowTasks
@_exported public import StatesLanguage
