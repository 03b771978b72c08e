// What the made-up company sells, where, by whom, and what its customers say how often.
#pragma once

#include <array>
#include <string_view>

#include "base/time.h"
#include "simulate/comments.h"

namespace sojourn {

struct Product {
  std::string_view name;
  double price;
  std::string_view follows;  // The product that its buyers often take next.
};
inline constexpr std::array<Product, 6> kProducts{{{"rain coat", 129.00, "walking boots"},
                                                   {"walking boots", 159.50, "wool socks"},
                                                   {"wool socks", 14.95, "wool socks"},
                                                   {"rucksack", 89.90, "water bottle"},
                                                   {"water bottle", 24.50, "rucksack"},
                                                   {"tent", 349.00, "sleeping bag"}}};
inline constexpr std::array<double, 6> kProductWeights{3, 3, 4, 2, 3, 1};
inline constexpr std::array<double, 5> kLanguageWeights{30, 25, 20, 15, 10};
inline constexpr std::array<std::string_view, 5> kCountries{"GB", "NL", "DE", "KZ", "CN"};
inline constexpr std::array<std::string_view, 4> kCampaigns{"spring walk", "summer trail", "search", "none"};
inline constexpr std::array<double, 4> kCampaignWeights{3, 2, 3, 4};
inline constexpr std::array<std::string_view, 8> kAgents{"Ada",  "Bram",  "Chen",  "Dilnaz",
                                                         "Emil", "Fatma", "Greta", "Hugo"};
inline constexpr std::array<std::string_view, 3> kQueues{"orders", "returns", "advice"};
inline constexpr Micros kHistory = 730 * kDay;
inline constexpr std::array<Matter, 4> kWishes{Matter::kEvening, Matter::kInstalments, Matter::kWishList,
                                               Matter::kDarkMode};
inline constexpr std::array<double, 4> kWishWeights{5, 3, 2, 1};
inline constexpr std::array<Matter, 6> kTroubles{Matter::kService, Matter::kQuality, Matter::kReturns,
                                                 Matter::kPrice,   Matter::kSwitch,  Matter::kWorry};
inline constexpr std::array<double, 6> kTroubleWeights{8, 4, 3, 2, 2, 1};

}  // namespace sojourn
