#include "tracking/known_events.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace sojourn {
namespace {

using Money = KnownEvent::Money;
using Topic = KnownEvent::Topic;

constexpr std::array kEvents{
    KnownEvent{"application backgrounded", "", "app", "", Topic::kApp},
    KnownEvent{"application crashed", "", "app", "", Topic::kApp},
    KnownEvent{"application installed", "", "app", "", Topic::kApp},
    KnownEvent{"application opened", "", "app", "", Topic::kApp},
    KnownEvent{"application uninstalled", "", "app", "", Topic::kApp},
    KnownEvent{"application updated", "", "app", "", Topic::kApp},
    KnownEvent{"cart shared", "cart shared", "", ""},
    KnownEvent{"cart viewed", "cart", "", ""},
    KnownEvent{"checkout started", "checkout", "", ""},
    KnownEvent{"checkout step completed", "checkout step", "", ""},
    KnownEvent{"checkout step viewed", "checkout step", "", ""},
    KnownEvent{"coupon applied", "coupon", "", ""},
    KnownEvent{"coupon denied", "coupon denied", "", ""},
    KnownEvent{"coupon entered", "coupon", "", ""},
    KnownEvent{"coupon removed", "coupon removed", "", ""},
    KnownEvent{"deep link opened", "", "app", "", Topic::kApp},
    KnownEvent{"email bounced", "e-mail bounced", "email", "out", Topic::kMail},
    KnownEvent{"email delivered", "e-mail delivered", "email", "out", Topic::kMail},
    KnownEvent{"email link clicked", "e-mail clicked", "email", "in", Topic::kMail},
    KnownEvent{"email marked as spam", "e-mail marked as spam", "email", "in", Topic::kMail},
    KnownEvent{"email opened", "e-mail opened", "email", "in", Topic::kMail},
    KnownEvent{"email sent", "e-mail sent", "email", "out", Topic::kMail},
    KnownEvent{"live chat conversation ended", "chat ended", "chat", "", Topic::kChat},
    KnownEvent{"live chat conversation started", "chat", "chat", "in", Topic::kChat},
    KnownEvent{"live chat message received", "chat message", "chat", "out", Topic::kChat},
    KnownEvent{"live chat message sent", "chat message", "chat", "in", Topic::kChat},
    KnownEvent{"order cancelled", "order cancelled", "", ""},
    KnownEvent{"order completed", "purchase", "", "", Topic::kShop, Money::kPaid},
    KnownEvent{"order refunded", "refund", "", "", Topic::kShop, Money::kReturned},
    KnownEvent{"order updated", "order updated", "", ""},
    KnownEvent{"payment info entered", "payment details", "", ""},
    KnownEvent{"product added", "add to cart", "", ""},
    KnownEvent{"product added to wishlist", "wishlist", "", ""},
    KnownEvent{"product clicked", "product clicked", "", ""},
    KnownEvent{"product list filtered", "product list", "", ""},
    KnownEvent{"product list viewed", "product list", "", ""},
    KnownEvent{"product removed", "remove from cart", "", ""},
    KnownEvent{"product removed from wishlist", "wishlist removed", "", ""},
    KnownEvent{"product reviewed", "review", "", ""},
    KnownEvent{"product shared", "product shared", "", ""},
    KnownEvent{"product viewed", "product page", "", ""},
    KnownEvent{"products searched", "search", "", ""},
    KnownEvent{"promotion clicked", "promotion clicked", "", ""},
    KnownEvent{"promotion viewed", "promotion viewed", "", ""},
    KnownEvent{"push notification bounced", "", "app", "out", Topic::kApp},
    KnownEvent{"push notification received", "", "app", "out", Topic::kApp},
    KnownEvent{"push notification tapped", "", "app", "in", Topic::kApp},
    KnownEvent{"unsubscribed", "unsubscribed", "email", "in", Topic::kMail},
    KnownEvent{"wishlist product added to cart", "add to cart", "", ""},
};
constexpr bool before(const KnownEvent& a, const KnownEvent& b) { return a.name < b.name; }
static_assert(std::is_sorted(kEvents.begin(), kEvents.end(), before));
constexpr size_t kLongestName = 32;

}  // namespace

const KnownEvent* find_known_event(std::string_view name) {
  if (name.empty() || name.size() > kLongestName) return nullptr;
  std::array<char, kLongestName> lower{};
  std::transform(name.begin(), name.end(), lower.begin(), [](char c) { return c == '_' ? ' ' : lower_ascii(c); });
  const std::string_view word(lower.data(), name.size());
  const auto* const found = std::lower_bound(
      kEvents.begin(), kEvents.end(), word, [](const KnownEvent& event, std::string_view w) { return event.name < w; });
  return found != kEvents.end() && found->name == word ? found : nullptr;
}

}  // namespace sojourn
