// How invitations leave: the mail server, the webhook, the SMS service; one document of the record, kind "settings",
// name "mail".
//
// Secrets   (password, webhook_secret, sms_token) must be known again, so they are kept as they are, in the data folder
//           alone, and are never shown.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/status.h"
#include "store/store.h"

namespace sojourn {

struct OutgoingSettings {
  std::string base_url;  // Under which customers reach this server: "https://ask.example.com".
  // Mail
  std::string host;
  int64_t port = 587;
  std::string tls = "starttls";  // "starttls", "tls" (from the first byte), "none" (only on a network of one's own).
  std::string user;
  std::string password;
  std::string from;  // "Shop <ask@example.com>"
  std::string reply_to;
  std::string ca_file;      // Who signed the server's certificate, where the machine does not know them.
  int64_t per_minute = 60;  // Invitations of all sorts.
  // Webhook (Standard Webhooks)
  std::string webhook_url;
  std::string webhook_secret;  // "whsec_..."
  // SMS: a form as Twilio takes it
  std::string sms_url;  // "" : Twilio's own.
  std::string sms_account;
  std::string sms_token;
  std::string sms_from;
  bool allow_private = false;  // May webhook and SMS go to addresses of the own network?
  bool operator==(const OutgoingSettings&) const = default;
};

using NamedSetting = std::pair<std::string, std::string>;

// Sets one by its name; an empty text takes it away. Errors: kInvalidArgument, `where` is the name.
Status set_outgoing(OutgoingSettings& settings, std::string_view name, std::string_view text);
// All by name, in order. `shown`: secrets as "(set)".
std::vector<NamedSetting> outgoing_texts(const OutgoingSettings& settings, bool shown);

class OutgoingBook {
 public:
  // `store` is borrowed. Errors: kCorruption.
  static Result<std::unique_ptr<OutgoingBook>> open(Store& store);
  OutgoingSettings get() const;
  // Several at once, all or none.
  Status set(const std::vector<NamedSetting>& changes);

 private:
  explicit OutgoingBook(Store& store) : store_(store) {}
  Store& store_;
  std::mutex changing_;
  mutable std::shared_mutex mutex_;
  OutgoingSettings settings_;
};

// "ask@example.com" of "Shop <ask@example.com>"; "" when there is none that could be written to.
std::string mail_address(std::string_view text);

}  // namespace sojourn
