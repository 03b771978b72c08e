// What somebody may do, and the roles that give it. One table: docs/guides/access.md shows it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace sojourn {

enum class Permission : uint8_t {
  kAsk,       // Questions, the catalogue, fields, reading boards.
  kPeople,    // Who is behind a number: customers, timelines, the feedback inbox.
  kBoards,    // Making and changing boards and segments.
  kRecord,    // SQL, exports, refused rows, how the server stands.
  kSetup,     // Sources, keys, maps, imports, surveys, rules, stages, goals, benchmarks, links.
  kAccounts,  // Accounts, tokens of others, the audit log.
  kPersonal,  // Texts as they were written, and whole addresses; without it both are masked.
};
inline constexpr size_t kPermissionCount = 7;

// A set of permissions.
class Permissions {
 public:
  constexpr Permissions() = default;
  constexpr Permissions(Permission one)  // NOLINT(google-explicit-constructor): `needs = Permission::kAsk` reads best.
      : bits_(static_cast<uint8_t>(1U << static_cast<unsigned>(one))) {}
  static constexpr Permissions all() { return of_bits((1U << kPermissionCount) - 1); }

  constexpr bool has(Permission one) const { return (bits_ & Permissions(one).bits_) != 0; }
  constexpr bool has_any(Permissions others) const { return (bits_ & others.bits_) != 0; }
  constexpr bool has_all(Permissions others) const { return (bits_ & others.bits_) == others.bits_; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr bool operator==(const Permissions&) const = default;
  friend constexpr Permissions operator|(Permissions a, Permissions b) {
    return of_bits(static_cast<unsigned>(a.bits_) | b.bits_);
  }
  friend constexpr Permissions operator&(Permissions a, Permissions b) {
    return of_bits(static_cast<unsigned>(a.bits_) & b.bits_);
  }

  constexpr Permissions without(Permission one) const {
    return of_bits(static_cast<unsigned>(bits_) & ~static_cast<unsigned>(Permissions(one).bits_));
  }
  std::vector<std::string> names() const;

 private:
  static constexpr Permissions of_bits(unsigned bits) {
    Permissions set;
    set.bits_ = static_cast<uint8_t>(bits);
    return set;
  }
  uint8_t bits_ = 0;
};
constexpr Permissions operator|(Permission a, Permission b) { return Permissions(a) | Permissions(b); }

// What may be done within a row scope: the rest reads or changes the record past it.
inline constexpr Permissions kScopedPermissions =
    Permissions(Permission::kAsk) | Permission::kPeople | Permission::kBoards | Permission::kPersonal;

enum class Role : uint8_t { kOwner, kAdmin, kAnalyst, kManager, kAgent, kViewer };
inline constexpr std::array<Role, 6> kRoles{Role::kOwner,   Role::kAdmin, Role::kAnalyst,
                                            Role::kManager, Role::kAgent, Role::kViewer};

std::string_view permission_name(Permission permission);  // "ask"
std::string_view role_name(Role role);                    // "owner"
// Errors: kInvalidArgument, with near names.
Result<Permission> parse_permission(std::string_view name);
Result<Role> parse_role(std::string_view name);

Permissions permissions_of(Role role);
// May accounts of the role have a row scope? Others see the whole record, by SQL and exports too.
constexpr bool may_have_scope(Role role) {
  return role == Role::kManager || role == Role::kAgent || role == Role::kViewer;
}

}  // namespace sojourn
