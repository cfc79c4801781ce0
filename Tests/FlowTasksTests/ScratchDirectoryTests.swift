import FlowTasks
import Glibc
import StatesLanguage
import Testing

@Suite("A scratch directory")
struct ScratchDirectoryTests {
    @Test("is made when it is first asked for")
    func lazy() {
        let path = "/tmp/flow-task-scratch-test-\(getpid())"
        let directory = ScratchDirectory(path)
        #expect(directory.madePath == nil && access(path, F_OK) != 0)
        #expect(directory.path == path && directory.path == path)
        #expect(directory.madePath == path && directory.failure == nil)
        #expect(rmdir(path) == 0)
    }

    @Test("that cannot be made says why")
    func failure() {
        let directory = ScratchDirectory("/nowhere/at/all")
        #expect(directory.path == "/nowhere/at/all" && directory.madePath == nil)
        #expect(
            directory.failure?.cause
                == "The task's folder for temporary files /nowhere/at/all cannot be made: No such file or directory."
        )
    }
}
