#include "act/carrier.h"

#include "act/transport.h"
#include "formats/signature.h"

namespace sojourn {
namespace {

constexpr std::string_view kTwilio = "https://api.twilio.com/2010-04-01/Accounts/";
constexpr std::string_view kSecretPrefix = "whsec_";

// Refused is what is wrong with this letter or its reader; what is wrong with us (the password, the sender) is mended
// and tried again. Without a code, what matters is whether all was given away.
SendResult result_of_mail(const TransportReply& reply) {
  const std::string detail = reply.detail + (reply.code != 0 ? " (" + std::to_string(reply.code) + ")" : "");
  if (reply.answered && reply.code < 400) return {};
  const bool about_letter = reply.handed || reply.detail.starts_with("RCPT");
  if (reply.answered) return {reply.code >= 500 && about_letter ? SendOutcome::kRefused : SendOutcome::kLater, detail};
  return {reply.handed ? SendOutcome::kUnsure : SendOutcome::kLater, detail};
}

SendResult result_of_post(const TransportReply& reply, bool repeatable) {
  if (reply.forbidden) return {SendOutcome::kLater, reply.detail};
  if (!reply.answered) {
    return {reply.handed && !repeatable ? SendOutcome::kUnsure : SendOutcome::kLater, reply.detail};
  }
  if (reply.code >= 200 && reply.code < 300) return {};
  const std::string detail = "the other side answered " + std::to_string(reply.code);
  const bool refused = reply.code == 400 || reply.code == 410 || reply.code == 422;
  return {refused ? SendOutcome::kRefused : SendOutcome::kLater, detail};
}

class CurlCarrier final : public Carrier {
 public:
  SendResult send(const OutgoingMessage& message, const OutgoingSettings& settings) override {
    if (const std::string missing = missing_setting(message.by, settings); !missing.empty()) {
      return {SendOutcome::kLater, missing};
    }
    switch (message.by) {
      case InviteBy::kEmail: return mail(message, settings);
      case InviteBy::kSms: return sms(message, settings);
      case InviteBy::kWebhook: return webhook(message, settings);
    }
    return {SendOutcome::kRefused, "there is no such way"};
  }

 private:
  SendResult mail(const OutgoingMessage& message, const OutgoingSettings& settings) {
    return result_of_mail(
        transport_.mail(settings, mail_address(settings.from), message.letter.to, letter_bytes(message.letter)));
  }

  SendResult sms(const OutgoingMessage& message, const OutgoingSettings& settings) {
    Transport::Post post;
    post.url =
        settings.sms_url.empty() ? std::string(kTwilio) + settings.sms_account + "/Messages.json" : settings.sms_url;
    post.body = form_body({{"To", message.to}, {"From", settings.sms_from}, {"Body", message.text}});
    post.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    post.user = settings.sms_account;
    post.password = settings.sms_token;
    post.allow_private = settings.allow_private;
    return result_of_post(transport_.post(post), false);
  }

  SendResult webhook(const OutgoingMessage& message, const OutgoingSettings& settings) {
    const Result<std::string> key = from_base64(std::string_view(settings.webhook_secret).substr(kSecretPrefix.size()));
    if (!key) return {SendOutcome::kLater, "webhook_secret cannot be read"};
    const std::string at = std::to_string(message.at / kSecond);
    Transport::Post post;
    post.url = settings.webhook_url;
    post.body = message.text;
    post.headers = {
        {"Content-Type", "application/json"},
        {"webhook-id", message.id},
        {"webhook-timestamp", at},
        {"webhook-signature", "v1," + base64(hmac_sha256(*key, message.id + "." + at + "." + message.text))}};
    post.allow_private = settings.allow_private;
    return result_of_post(transport_.post(post), true);
  }

  Transport transport_;
};

}  // namespace

std::string missing_setting(InviteBy by, const OutgoingSettings& settings) {
  std::string_view name;
  switch (by) {
    case InviteBy::kEmail: name = settings.host.empty() ? "host" : settings.from.empty() ? "from" : ""; break;
    case InviteBy::kSms:
      if (settings.sms_from.empty()) name = "sms_from";
      if (settings.sms_url.empty() && settings.sms_account.empty()) name = "sms_account";
      break;
    case InviteBy::kWebhook:
      name = settings.webhook_url.empty() ? "webhook_url" : settings.webhook_secret.empty() ? "webhook_secret" : "";
      break;
  }
  return name.empty() ? std::string() : std::string(name) + std::string(kMendSetting);
}

std::unique_ptr<Carrier> make_carrier() { return std::make_unique<CurlCarrier>(); }

}  // namespace sojourn
