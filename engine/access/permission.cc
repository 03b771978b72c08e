#include "access/permission.h"

#include "base/suggest.h"

namespace sojourn {
namespace {

constexpr std::array<std::string_view, kPermissionCount> kPermissionNames{"ask",   "people",   "boards",  "record",
                                                                          "setup", "accounts", "personal"};
constexpr std::array<std::string_view, kRoles.size()> kRoleNames{"owner",   "admin", "analyst",
                                                                 "manager", "agent", "viewer"};

template <size_t count>
Result<size_t> index_of(std::string_view name, const std::array<std::string_view, count>& names, const char* what) {
  for (size_t i = 0; i < count; ++i) {
    if (names[i] == name) return i;
  }
  const std::vector<std::string> known(names.begin(), names.end());
  return Status::invalid("\"" + std::string(name.substr(0, 80)) + "\" is no " + what + "." + did_you_mean(name, known),
                         what);
}

}  // namespace

std::vector<std::string> Permissions::names() const {
  std::vector<std::string> found;
  for (size_t i = 0; i < kPermissionCount; ++i) {
    if (has(static_cast<Permission>(i))) found.emplace_back(kPermissionNames[i]);
  }
  return found;
}

std::string_view permission_name(Permission permission) { return kPermissionNames[static_cast<size_t>(permission)]; }
std::string_view role_name(Role role) { return kRoleNames[static_cast<size_t>(role)]; }

Result<Permission> parse_permission(std::string_view name) {
  SOJOURN_TRY(const size_t index, index_of(name, kPermissionNames, "permission"));
  return static_cast<Permission>(index);
}

Result<Role> parse_role(std::string_view name) {
  SOJOURN_TRY(const size_t index, index_of(name, kRoleNames, "role"));
  return static_cast<Role>(index);
}

Permissions permissions_of(Role role) {
  switch (role) {
    case Role::kOwner:
    case Role::kAdmin: return Permissions::all();
    // SQL and exports show an analyst everything anyway.
    case Role::kAnalyst:
      return Permission::kAsk | Permission::kPeople | Permission::kBoards | Permission::kRecord | Permission::kPersonal;
    case Role::kManager: return Permission::kAsk | Permission::kPeople | Permission::kBoards;
    case Role::kAgent: return Permission::kPeople | Permission::kPersonal;
    case Role::kViewer: break;
  }
  return Permission::kAsk;
}

}  // namespace sojourn
