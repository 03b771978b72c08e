// Mail and HTTP through libcurl, as far as carrier.cc needs them.
//
// Mail      STARTTLS is demanded where it is set, never only tried; certificates are checked. The connection stays open
//           for the next letter.
// HTTP      no redirects, no proxy. Private addresses are refused at the moment of connecting, by the address that is
//           connected to: a name that is answered differently the second time changes nothing.
#pragma once

#include <netinet/in.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "act/outgoing_settings.h"

namespace sojourn {

struct TransportReply {
  bool answered = false;   // The other side gave its last word: `code`.
  bool handed = false;     // All of the message was given away before that.
  bool forbidden = false;  // A private address.
  long code = 0;           // Of SMTP or HTTP.
  std::string detail;      // What was wrong, in words.
};

class Transport {
 public:
  Transport();
  ~Transport();
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  TransportReply mail(const OutgoingSettings& settings, const std::string& from, const std::string& to,
                      const std::string& bytes);
  struct Post {
    std::string url;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string user{};  // Of Basic; "" : none.
    std::string password{};
    bool allow_private = false;
  };
  TransportReply post(const Post& post);

 private:
  struct Handles;
  std::unique_ptr<Handles> handles_;
};

// Loopback, private, link-local, shared, reserved and multicast ranges of IPv4 and IPv6.
bool is_private_address(const sockaddr* address);

// "a=1&b=x%20y"
std::string form_body(const std::vector<std::pair<std::string, std::string>>& fields);

}  // namespace sojourn
