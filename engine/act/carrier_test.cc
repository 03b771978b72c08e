// Against a real mail server and a real web server on this machine, and the rules of what may be tried again.
#include "act/carrier.h"

#include <gtest/gtest.h>

#include "act/loopback_fixture.h"
#include "act/transport.h"
#include "formats/signature.h"

namespace sojourn {
namespace {

OutgoingSettings mail_settings(const MailServer& server) {
  OutgoingSettings settings;
  settings.host = "127.0.0.1";
  settings.port = server.port();
  settings.tls = "none";
  settings.from = "Käse & Co <ask@example.com>";
  settings.reply_to = "help@example.com";
  return settings;
}

OutgoingMessage letter() {
  OutgoingMessage message;
  message.id = "i-1";
  message.letter = {"i-1@example.com",
                    1'772'359'200 * kSecond,
                    "Käse & Co <ask@example.com>",
                    "help@example.com",
                    "anna@example.com",
                    "Wie war's? Groß\r\nBcc: all@example.com",
                    "de",
                    "Hallo Änne\n.\n..\nein sehr langer Satz " + std::string(200, 'x') + " \n",
                    "<p>Hallo Änne = 1</p>",
                    {{"List-Unsubscribe", "<https://ask.example.com/unsubscribe/abc>"},
                     {"List-Unsubscribe-Post", "List-Unsubscribe=One-Click"}}};
  return message;
}

TEST(Carrier, ALetterArrivesAsItWasWritten) {
  MailServer server;
  const std::unique_ptr<Carrier> carrier = make_carrier();
  const SendResult sent = carrier->send(letter(), mail_settings(server));
  ASSERT_EQ(sent.outcome, SendOutcome::kSent) << sent.detail;
  ASSERT_EQ(carrier->send(letter(), mail_settings(server)).outcome, SendOutcome::kSent);
  const std::vector<MailServer::Mail> mails = server.mails();
  ASSERT_EQ(mails.size(), 2u);
  EXPECT_EQ(mails[0].from.substr(0, 17), "<ask@example.com>");
  EXPECT_EQ(mails[0].to.substr(0, 18), "<anna@example.com>");
  const std::string& bytes = mails[0].bytes;
  EXPECT_EQ(bytes, letter_bytes(letter().letter));
  EXPECT_EQ(bytes, mails[1].bytes);
  EXPECT_NE(bytes.find("From: =?UTF-8?B?" + base64("Käse & Co") + "?= <ask@example.com>\r\n"), std::string::npos);
  EXPECT_NE(bytes.find("Date: Sun, 01 Mar 2026 10:00:00 +0000\r\n"), std::string::npos);
  EXPECT_NE(bytes.find("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), std::string::npos);
  EXPECT_EQ(bytes.find("\nBcc:"), std::string::npos) << "no header of somebody else's";
  for (size_t at = 0; at < bytes.size();) {
    const size_t end = bytes.find("\r\n", at);
    EXPECT_LE(end - at, 200u);
    at = end + 2;
  }
  size_t hellos = 0;
  for (const std::string& each : server.commands()) hellos += each.starts_with("EHLO") ? 1 : 0;
  EXPECT_EQ(hellos, 1u) << "the connection stays open";
}

TEST(Carrier, LogsInOnlyWhereItIsTold) {
  MailServer server;
  OutgoingSettings settings = mail_settings(server);
  settings.user = "shop";
  settings.password = "s3cret";
  const SendResult sent = make_carrier()->send(letter(), settings);
  EXPECT_EQ(sent.outcome, SendOutcome::kSent) << sent.detail;
  EXPECT_TRUE(server.commands().at(1).starts_with("AUTH PLAIN")) << server.commands().at(1);
  settings.tls = "starttls";
  const SendResult open = make_carrier()->send(letter(), settings);
  EXPECT_EQ(open.outcome, SendOutcome::kLater) << "a server without STARTTLS gets neither password nor letter";
  EXPECT_EQ(server.mails().size(), 1u);
}

SendOutcome outcome_of(const std::string& command, const std::string& reply) {
  MailServer server;
  server.instead = [&](const std::string& line) { return line.starts_with(command) ? reply : std::string(); };
  return make_carrier()->send(letter(), mail_settings(server)).outcome;
}

TEST(Carrier, WhatAMailServerSaysDecides) {
  EXPECT_EQ(outcome_of("RCPT", "550 no such person"), SendOutcome::kRefused);
  EXPECT_EQ(outcome_of("RCPT", "450 not now"), SendOutcome::kLater);
  EXPECT_EQ(outcome_of("MAIL", "550 you may not"), SendOutcome::kLater) << "about us, and can be mended";
  EXPECT_EQ(outcome_of("EHLO", "close"), SendOutcome::kLater);
  EXPECT_EQ(outcome_of("DATA", "451 later"), SendOutcome::kLater);
  EXPECT_EQ(outcome_of(".", "451 later"), SendOutcome::kLater);
  EXPECT_EQ(outcome_of(".", "554 spam"), SendOutcome::kRefused);
  EXPECT_EQ(outcome_of(".", "close"), SendOutcome::kUnsure) << "it may have been taken";
  OutgoingSettings nowhere;
  nowhere.host = "127.0.0.1";
  nowhere.port = 1;
  nowhere.from = "ask@example.com";
  EXPECT_EQ(make_carrier()->send(letter(), nowhere).outcome, SendOutcome::kLater);
}

// --- webhook and sms

constexpr const char* kSecret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

OutgoingMessage hook() {
  OutgoingMessage message;
  message.by = InviteBy::kWebhook;
  message.id = "i-1";
  message.text = R"({"type":"survey.invitation"})";
  message.at = 1'772'359'200 * kSecond;
  return message;
}

OutgoingSettings hook_settings(const WebServer& server) {
  OutgoingSettings settings;
  settings.webhook_url = server.url();
  settings.webhook_secret = kSecret;
  settings.allow_private = true;
  return settings;
}

TEST(Carrier, AWebhookIsSigned) {
  WebServer server;
  ASSERT_EQ(make_carrier()->send(hook(), hook_settings(server)).outcome, SendOutcome::kSent);
  const WebServer::Request request = server.requests().at(0);
  EXPECT_EQ(request.line, "POST /in HTTP/1.1");
  EXPECT_EQ(request.body, hook().text);
  const std::map<std::string, std::string> headers{{"webhook-id", request.header("webhook-id")},
                                                   {"webhook-timestamp", request.header("webhook-timestamp")},
                                                   {"webhook-signature", request.header("webhook-signature")}};
  const Status verified = verify_signature(SigningScheme::kStandardWebhooks, kSecret,
                                           {request.body, headers, server.url(), 1'772'359'260 * kSecond});
  EXPECT_TRUE(verified.ok()) << verified.to_string();
}

TEST(Carrier, AWebhookGoesNowhereElse) {
  WebServer server;
  OutgoingSettings settings = hook_settings(server);
  settings.allow_private = false;
  const SendResult refused = make_carrier()->send(hook(), settings);
  EXPECT_EQ(refused.outcome, SendOutcome::kLater) << "it can be mended";
  EXPECT_NE(refused.detail.find("allow_private"), std::string::npos) << refused.detail;
  EXPECT_TRUE(server.requests().empty());
  WebServer other;
  settings.allow_private = true;
  server.reply = "302 Found";
  server.more_headers = "Location: " + other.url() + "\r\n";
  EXPECT_EQ(make_carrier()->send(hook(), settings).outcome, SendOutcome::kLater);
  EXPECT_TRUE(other.requests().empty()) << "no redirects";
  server.more_headers = "";
  for (const auto& [reply, outcome] :
       {std::pair("500 Oh", SendOutcome::kLater), std::pair("429 Slow", SendOutcome::kLater),
        std::pair("410 Gone", SendOutcome::kRefused), std::pair("401 No", SendOutcome::kLater),
        std::pair("204 Ok", SendOutcome::kSent)}) {
    server.reply = reply;
    EXPECT_EQ(make_carrier()->send(hook(), settings).outcome, outcome) << reply;
  }
  server.silent = true;
  EXPECT_EQ(make_carrier()->send(hook(), settings).outcome, SendOutcome::kLater) << "its id makes repeats harmless";
}

TEST(Carrier, ATextMessageIsAForm) {
  WebServer server;
  OutgoingSettings settings = hook_settings(server);
  settings.sms_url = server.url();
  settings.sms_account = "AC1";
  settings.sms_token = "t";
  settings.sms_from = "+31600000000";
  OutgoingMessage message;
  message.by = InviteBy::kSms;
  message.to = "+31612345678";
  message.text = "Wie war's? 0–10 & mehr";
  ASSERT_EQ(make_carrier()->send(message, settings).outcome, SendOutcome::kSent);
  const WebServer::Request request = server.requests().at(0);
  EXPECT_EQ(request.body, "To=%2B31612345678&From=%2B31600000000&Body=Wie%20war%27s%3F%200%E2%80%9310%20%26%20mehr");
  EXPECT_EQ(request.header("Authorization"), "Basic " + base64("AC1:t"));
  server.silent = true;
  EXPECT_EQ(make_carrier()->send(message, settings).outcome, SendOutcome::kUnsure);
}

bool is_private(const std::string& text) {
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  if (::inet_pton(AF_INET, text.c_str(), &v4.sin_addr) == 1)
    return is_private_address(reinterpret_cast<sockaddr*>(&v4));
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  EXPECT_EQ(::inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr), 1) << text;
  return is_private_address(reinterpret_cast<sockaddr*>(&v6));
}

TEST(Carrier, PrivateAddresses) {
  for (const char* each : {"127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
                           "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fd00::1",
                           "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "2001:db8::1", "ff02::1"}) {
    EXPECT_TRUE(is_private(each)) << each;
  }
  for (const char* each : {"8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1", "::ffff:8.8.8.8", "2a00:1450::1"}) {
    EXPECT_FALSE(is_private(each)) << each;
  }
}

// --- letters as bytes

TEST(Mime, QuotedPrintable) {
  EXPECT_EQ(quoted_printable("a=b é\n"), "a=3Db =C3=A9\r\n");
  EXPECT_EQ(quoted_printable("end \nx"), "end=20\r\nx");
  EXPECT_EQ(quoted_printable(".\r\n"), "=2E\r\n");
  const std::string wrapped = quoted_printable(std::string(100, 'x'));
  EXPECT_EQ(wrapped, std::string(75, 'x') + "=\r\n" + std::string(25, 'x'));
}

TEST(Mime, EncodedWordsCutNoLetter) {
  EXPECT_EQ(encoded_words("plain"), "plain");
  std::string text;
  for (int i = 0; i < 40; ++i) text += "é";
  std::string back;
  std::string words = encoded_words("x" + text);
  for (size_t at = words.find("=?UTF-8?B?"); at != std::string::npos; at = words.find("=?UTF-8?B?", at + 1)) {
    const std::string part = words.substr(at + 10, words.find("?=", at) - at - 10);
    EXPECT_LE(part.size() + 12, 75u);
    back += from_base64(part).value();
    EXPECT_NE(static_cast<unsigned char>(from_base64(part).value()[0]) & 0xC0, 0x80);
  }
  EXPECT_EQ(back, "x" + text);
}

TEST(OutgoingSettings, AreCheckedByName) {
  OutgoingSettings settings;
  for (const auto& [name, text] :
       {std::pair("port", "0"), std::pair("port", "x"), std::pair("tls", "maybe"), std::pair("from", "nobody"),
        std::pair("base_url", "ask.example.com"), std::pair("webhook_secret", "whsec_c2hvcnQ="),
        std::pair("allow_private", "yes"), std::pair("hots", "a"), std::pair("host", "a\nb")}) {
    EXPECT_EQ(set_outgoing(settings, name, text).where(), name) << text;
  }
  EXPECT_NE(set_outgoing(settings, "hots", "a").message().find("host"), std::string::npos);
  EXPECT_EQ(settings, OutgoingSettings{});
  EXPECT_TRUE(set_outgoing(settings, "password", "x").ok());
  for (const auto& [name, text] : outgoing_texts(settings, true)) {
    EXPECT_EQ(text, name == "password"        ? "(set)"
                    : name == "port"          ? "587"
                    : name == "per_minute"    ? "60"
                    : name == "tls"           ? "starttls"
                    : name == "allow_private" ? "false"
                                              : "")
        << name;
  }
  EXPECT_EQ(mail_address("Shop <ask@example.com>"), "ask@example.com");
  for (const char* bad : {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b>", "<a@b", "a@b,c@d", "a@b\r\nRCPT"}) {
    EXPECT_EQ(mail_address(bad), "") << bad;
  }
}

}  // namespace
}  // namespace sojourn
