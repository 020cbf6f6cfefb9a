// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What every program of this folder is compared with: the third-party headers and nothing else.
#include <boost/hana/map.hpp>
#include <boost/hana/string.hpp>
#include <boost/yap/yap.hpp>
#include <xsimd/xsimd.hpp>
