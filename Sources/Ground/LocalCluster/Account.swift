import Foundation

/// The account of the operating system that a cluster runs as.
///
/// PostgreSQL refuses to run as root, so root lends its cluster to `postgres`, which the packages
/// make; everyone else runs their own.
struct Account: Hashable, Sendable {
  let name: String
  let uid: uid_t
  let gid: gid_t

  /// The account for a home that `owner` owns.
  ///
  /// - Throws: ``ClusterProblem/notOurHome(home:owner:)`` where we are neither root nor the owner.
  static func running(homeOf owner: uid_t, at home: String) throws -> Account {
    let ours = geteuid()
    guard ours == 0 || ours == owner else {
      throw ClusterProblem.notOurHome(home: home, owner: named(owner)?.name ?? "uid \(owner)")
    }
    if owner == 0 {
      guard let postgres = named("postgres") else { throw ClusterProblem.noAccount("postgres") }
      return postgres
    }
    guard let account = named(owner) else { throw ClusterProblem.noAccount("uid \(owner)") }
    return account
  }

  static func named(_ name: String) -> Account? {
    read { getpwnam_r(name, $0, $1, $2, $3) }
  }

  static func named(_ uid: uid_t) -> Account? {
    read { getpwuid_r(uid, $0, $1, $2, $3) }
  }

  private static func read(
    _ look: (
      UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
      UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
    ) -> Int32
  ) -> Account? {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { buffer in
      guard let room = buffer.baseAddress, look(&entry, room, buffer.count, &found) == 0,
        let passwd = found?.pointee
      else { return nil }
      return Account(name: String(cString: passwd.pw_name), uid: passwd.pw_uid, gid: passwd.pw_gid)
    }
  }

  /// `command`, so that it runs as this account.
  ///
  /// - Throws: ``ClusterProblem/noWayToChangeAccount``.
  func running(_ command: [String]) throws -> [String] {
    guard geteuid() != uid else { return command }
    let folders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"]
    for path in folders.map({ $0 + "/setpriv" }) where access(path, X_OK) == 0 {
      return [path, "--reuid=\(uid)", "--regid=\(gid)", "--clear-groups", "--"] + command
    }
    for path in folders.map({ $0 + "/runuser" }) where access(path, X_OK) == 0 {
      return [path, "-u", name, "--"] + command
    }
    throw ClusterProblem.noWayToChangeAccount
  }

  /// Makes sure that this account can go into `home`, and names the folder that stops it.
  func mustReach(_ home: String) async throws {
    guard geteuid() != uid else { return }
    let look = try running(["/bin/sh", "-c", "cd -- \"$1\"", "sh", home])
    guard try await Child.capture(look).exit != .code(0) else { return }
    var blocked = home
    var path = ""
    for part in home.split(separator: "/") {
      path += "/" + part
      if !mayEnter(path) {
        blocked = path
        break
      }
    }
    throw ClusterProblem.unreachable(home: home, blocked: blocked, account: name)
  }

  /// By the plain permission bits.
  private func mayEnter(_ folder: String) -> Bool {
    var facts = stat()
    guard stat(folder, &facts) == 0 else { return false }
    let bit: mode_t = facts.st_uid == uid ? 0o100 : facts.st_gid == gid ? 0o010 : 0o001
    return facts.st_mode & bit != 0
  }
}
