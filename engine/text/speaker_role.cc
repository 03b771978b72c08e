#include "text/speaker_role.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace sojourn {
namespace {

struct RoleName {
  std::string_view name;
  Speaker speaker;
};

constexpr std::array<RoleName, 34> kRoles{{
    {"customer", Speaker::kCustomer}, {"caller", Speaker::kCustomer},
    {"client", Speaker::kCustomer},   {"user", Speaker::kCustomer},
    {"end_user", Speaker::kCustomer}, {"end-user", Speaker::kCustomer},
    {"visitor", Speaker::kCustomer},  {"contact", Speaker::kCustomer},
    {"external", Speaker::kCustomer}, {"guest", Speaker::kCustomer},
    {"incoming", Speaker::kCustomer}, {"agent", Speaker::kAgent},
    {"operator", Speaker::kAgent},    {"representative", Speaker::kAgent},
    {"rep", Speaker::kAgent},         {"internal", Speaker::kAgent},
    {"human", Speaker::kAgent},       {"admin", Speaker::kAgent},
    {"employee", Speaker::kAgent},    {"staff", Speaker::kAgent},
    {"advisor", Speaker::kAgent},     {"supervisor", Speaker::kAgent},
    {"support", Speaker::kAgent},     {"outgoing", Speaker::kAgent},
    {"bot", Speaker::kBot},           {"custom_bot", Speaker::kBot},
    {"chatbot", Speaker::kBot},       {"voicebot", Speaker::kBot},
    {"ivr", Speaker::kBot},           {"assistant", Speaker::kBot},
    {"virtual_agent", Speaker::kBot}, {"virtual agent", Speaker::kBot},
    {"system", Speaker::kSystem},     {"workflow", Speaker::kSystem},
}};

}  // namespace

Speaker speaker_of_role(std::string_view role) {
  const std::string word = lower_ascii(trim(role));
  const auto found = std::ranges::find(kRoles, std::string_view(word), &RoleName::name);
  return found == kRoles.end() ? Speaker::kUnknown : found->speaker;
}

}  // namespace sojourn
