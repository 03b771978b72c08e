// Hands a message to those who bring it: a mail server, an SMS service, a webhook.
//
// Unsure    when the last word of the other side is missing, the message may have been taken: it must not be sent again.
//           A webhook may be: its receiver knows it by its id (Standard Webhooks).
// Threads   one.
#pragma once

#include <memory>
#include <string>

#include "act/mime.h"
#include "act/outgoing_settings.h"
#include "act/rule.h"

namespace sojourn {

enum class SendOutcome : unsigned char {
  kSent,
  kLater,    // It was surely not taken; trying again may help.
  kRefused,  // It was surely not taken, and will not be.
  kUnsure,
};

struct SendResult {
  SendOutcome outcome = SendOutcome::kSent;
  std::string detail;  // Why not.
};

struct OutgoingMessage {
  InviteBy by = InviteBy::kEmail;
  std::string id;      // The invitation's.
  Letter letter{};     // Of mail.
  std::string to{};    // Of sms.
  std::string text{};  // Of sms; the JSON body of a webhook.
  Micros at = 0;       // Signed by a webhook.
};

class Carrier {
 public:
  virtual ~Carrier() = default;
  virtual SendResult send(const OutgoingMessage& message, const OutgoingSettings& settings) = 0;
};

std::unique_ptr<Carrier> make_carrier();

// How the reason ends of what waits for a setting.
inline constexpr std::string_view kMendSetting = " is not set (sojourn mail set)";
// What must be set before anything can go this way; "" : nothing.
std::string missing_setting(InviteBy by, const OutgoingSettings& settings);

}  // namespace sojourn
