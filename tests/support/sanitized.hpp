// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Whether the address sanitizer watches: programs take several times the memory to compile then, and twenty times as
// long to run, for nothing is optimised.
#pragma once

#if defined(__SANITIZE_ADDRESS__)
#define GRADSMITH_TEST_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GRADSMITH_TEST_SANITIZED 1
#endif
#endif

namespace gradsmith::tests {

#ifdef GRADSMITH_TEST_SANITIZED
inline constexpr bool is_sanitized = true;
#else
inline constexpr bool is_sanitized = false;
#endif

}  // namespace gradsmith::tests
