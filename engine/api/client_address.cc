#include "api/client_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace sojourn {
namespace {

constexpr size_t kTextMax = 64;
constexpr std::string_view kMapped = "::ffff:";  // An IPv4 address in the clothes of an IPv6 one.

bool is_loopback(std::string_view peer) {
  if (peer.starts_with(kMapped)) peer.remove_prefix(kMapped.size());
  return peer.starts_with("127.") || peer == "::1";
}

std::string_view last_forwarded(const HttpRequest& request) {
  std::string_view last;
  for (const auto& [name, value] : request.headers) {
    if (!same_word(name, "X-Forwarded-For")) continue;
    const std::string_view all = value;
    const size_t comma = all.rfind(',');
    last = trimmed(comma == std::string_view::npos ? all : all.substr(comma + 1));
  }
  return last;
}

std::string network_of(std::string_view text) {
  const std::string address(text.substr(0, kTextMax));
  in6_addr bytes{};
  if (inet_pton(AF_INET6, address.c_str(), &bytes) != 1 || IN6_IS_ADDR_V4MAPPED(&bytes)) return address;
  std::fill(std::begin(bytes.s6_addr) + 8, std::end(bytes.s6_addr), uint8_t{0});
  std::array<char, INET6_ADDRSTRLEN> network{};
  if (inet_ntop(AF_INET6, &bytes, network.data(), network.size()) == nullptr) return address;
  return network.data();
}

}  // namespace

std::string client_address(std::string_view peer, const HttpRequest& request) {
  if (!is_loopback(peer)) return network_of(peer);
  const std::string_view forwarded = last_forwarded(request);
  return is_loopback(forwarded) ? std::string() : network_of(forwarded);
}

}  // namespace sojourn
