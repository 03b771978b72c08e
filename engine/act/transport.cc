#include "act/transport.h"

#include <curl/curl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <mutex>

namespace sojourn {
namespace {

constexpr long kConnectSeconds = 15;
constexpr long kTotalSeconds = 30;
constexpr size_t kBytesASecond = 64 * 1024;
constexpr size_t kReplyBytesMax = 64 * 1024;

struct CurlClose {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};
struct ListFree {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Curl = std::unique_ptr<CURL, CurlClose>;
using List = std::unique_ptr<curl_slist, ListFree>;

void append(List& list, const std::string& text) { list.reset(curl_slist_append(list.release(), text.c_str())); }

struct Upload {
  const std::string& bytes;
  size_t at = 0;
  bool ended = false;  // The end was asked for: all of it was given.
};

size_t give(char* into, size_t size, size_t count, void* upload) {
  auto& from = *static_cast<Upload*>(upload);
  const size_t take = std::min(size * count, from.bytes.size() - from.at);
  std::memcpy(into, from.bytes.data() + from.at, take);
  from.at += take;
  from.ended = from.at == from.bytes.size();
  return take;
}

size_t keep_some(char* data, size_t size, size_t count, void* into) {
  auto& text = *static_cast<std::string*>(into);
  text.append(data, std::min(size * count, kReplyBytesMax - std::min(kReplyBytesMax, text.size())));
  return size * count;
}

struct Gate {
  bool allow_private = false;
  bool refused = false;
};

curl_socket_t open_public(void* gate, curlsocktype, curl_sockaddr* address) {
  auto& at = *static_cast<Gate*>(gate);
  if (!at.allow_private && is_private_address(&address->addr)) {
    at.refused = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

void set_common(CURL* curl, char* why) {
  curl_easy_reset(curl);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, kTotalSeconds);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, why);
  curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep_some);
}

std::string words(CURLcode code, const char* why) { return *why != '\0' ? why : curl_easy_strerror(code); }

bool in_v4(uint32_t address, uint32_t net, int bits) { return (address ^ net) >> (32 - bits) == 0; }

bool is_private_v4(uint32_t address) {
  struct Range {
    uint32_t net;
    int bits;
  };
  // RFC 6890 and its registry: this network, private, shared, loopback, link-local, protocol, documentation,
  // benchmarking, multicast and reserved.
  constexpr std::array<Range, 15> kRanges{{{0x00000000, 8},
                                           {0x0A000000, 8},
                                           {0x64400000, 10},
                                           {0x7F000000, 8},
                                           {0xA9FE0000, 16},
                                           {0xAC100000, 12},
                                           {0xC0000000, 24},
                                           {0xC0000200, 24},
                                           {0xC0586300, 24},
                                           {0xC0A80000, 16},
                                           {0xC6120000, 15},
                                           {0xC6336400, 24},
                                           {0xCB007100, 24},
                                           {0xE0000000, 4},
                                           {0xF0000000, 4}}};
  return std::any_of(kRanges.begin(), kRanges.end(),
                     [address](const Range& each) { return in_v4(address, each.net, each.bits); });
}

bool is_private_v6(const in6_addr& address) {
  const unsigned char* bytes = address.s6_addr;
  const auto begins = [bytes](std::initializer_list<unsigned char> with) {
    return std::equal(with.begin(), with.end(), bytes);
  };
  const auto v4_at = [bytes](size_t at) {
    return static_cast<uint32_t>(bytes[at]) << 24 | static_cast<uint32_t>(bytes[at + 1]) << 16 |
           static_cast<uint32_t>(bytes[at + 2]) << 8 | bytes[at + 3];
  };
  if (begins({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF})) return is_private_v4(v4_at(12));
  if (begins({0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0})) return is_private_v4(v4_at(12));
  if (begins({0x20, 0x02})) return is_private_v4(v4_at(2));
  // Only 2000::/3 is given out to the public; of it, not what is for documentation and special protocols.
  if ((bytes[0] & 0xE0) != 0x20) return true;
  return begins({0x20, 0x01, 0x0D, 0xB8}) || (begins({0x20, 0x01}) && bytes[2] < 2);
}

}  // namespace

struct Transport::Handles {
  Curl mail{nullptr};
  Curl web{nullptr};
};

Transport::Transport() : handles_(std::make_unique<Handles>()) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  handles_->mail.reset(curl_easy_init());
  handles_->web.reset(curl_easy_init());
}

Transport::~Transport() = default;

TransportReply Transport::mail(const OutgoingSettings& settings, const std::string& from, const std::string& to,
                               const std::string& bytes) {
  TransportReply reply;
  CURL* curl = handles_->mail.get();
  if (curl == nullptr) return reply.detail = "libcurl does not start", reply;
  std::array<char, CURL_ERROR_SIZE> why{};
  set_common(curl, why.data());
  std::string said;
  Upload upload{bytes};
  List recipients;
  append(recipients, "<" + to + ">");
  const bool at_once = settings.tls == "tls";
  const std::string url = (at_once ? "smtps://" : "smtp://") + settings.host + ":" + std::to_string(settings.port);
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(settings.tls == "none" ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  if (!settings.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, settings.ca_file.c_str());
  if (!settings.user.empty()) {
    curl_easy_setopt(curl, CURLOPT_USERNAME, settings.user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, settings.password.c_str());
  }
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, ("<" + from + ">").c_str());
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
  curl_easy_setopt(curl, CURLOPT_READDATA, &upload);
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  // A letter with files may go over a slow line.
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, kTotalSeconds + static_cast<long>(bytes.size() / kBytesASecond));
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &said);
  const CURLcode code = curl_easy_perform(curl);
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply.code);
  reply.handed = upload.ended;
  reply.answered = code == CURLE_OK || reply.code >= 400;
  if (code != CURLE_OK) reply.detail = words(code, why.data());
  return reply;
}

TransportReply Transport::post(const Post& post) {
  TransportReply reply;
  CURL* curl = handles_->web.get();
  if (curl == nullptr) return reply.detail = "libcurl does not start", reply;
  std::array<char, CURL_ERROR_SIZE> why{};
  set_common(curl, why.data());
  std::string said;
  Gate gate{post.allow_private};
  List headers;
  for (const auto& [name, value] : post.headers) append(headers, name + ": " + value);
  append(headers, "Expect:");
  curl_easy_setopt(curl, CURLOPT_URL, post.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  // A connection that is kept was opened for another moment's permission.
  curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_public);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, &gate);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, post.body.c_str());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(post.body.size()));
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &said);
  if (!post.user.empty()) {
    curl_easy_setopt(curl, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
    curl_easy_setopt(curl, CURLOPT_USERNAME, post.user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, post.password.c_str());
  }
  const CURLcode code = curl_easy_perform(curl);
  long sent = 0;
  curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &sent);
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply.code);
  reply.handed = sent > 0;
  reply.forbidden = gate.refused;
  reply.answered = reply.code != 0;
  if (code != CURLE_OK && reply.code == 0) reply.detail = words(code, why.data());
  if (gate.refused) reply.detail = "it leads to an address of a private network; allow_private=true lets it";
  return reply;
}

bool is_private_address(const sockaddr* address) {
  if (address->sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, address, sizeof v4);
    return is_private_v4(ntohl(v4.sin_addr.s_addr));
  }
  if (address->sa_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, address, sizeof v6);
    return is_private_v6(v6.sin6_addr);
  }
  return true;
}

std::string form_body(const std::vector<std::pair<std::string, std::string>>& fields) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
  std::string body;
  for (const auto& [name, value] : fields) {
    body += (body.empty() ? "" : "&") + name + "=";
    for (const char c : value) {
      const auto byte = static_cast<unsigned char>(c);
      if (kPlain.find(c) != std::string_view::npos) {
        body += c;
      } else {
        body += '%';
        body += kDigits[byte >> 4];
        body += kDigits[byte & 15];
      }
    }
  }
  return body;
}

}  // namespace sojourn
