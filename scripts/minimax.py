# SPDX-FileCopyrightText: The gradsmith authors
# SPDX-License-Identifier: BSL-1.0
"""Prints the coefficients of include/gradsmith/support/math/ (needs mpmath; some minutes).

Remez' exchange algorithm: the polynomial q of a given degree with the least maximum of
weight(x) |q(x) - g(x)| on [a, b]; its coefficients, rounded to the element type, and the bits of
accuracy -log2(max) before and after rounding."""
import functools

import mpmath as mp

mp.mp.prec = 400


def solve(g, weight, degree, points):
    """q such that weight(x_i) (q(x_i) - g(x_i)) = (-1)^i e for some e at degree + 2 points."""
    n = degree + 2
    a, b = mp.matrix(n, n), mp.matrix(n, 1)
    for i, x in enumerate(points):
        for k in range(degree + 1):
            a[i, k] = x**k
        a[i, degree + 1] = (-1) ** (i + 1) / weight(x)
        b[i] = g(x)
    solution = mp.lu_solve(a, b)
    return [solution[k] for k in range(degree + 1)]


def value(q, x):
    return mp.polyval(q[::-1], x)


def extrema(error, a, b, count):
    """The points of the largest deviations of alternating sign, on a grid."""
    grid = [(a + b) / 2 + (b - a) / 2 * mp.cos(mp.pi * k / 1500) for k in range(1501)][::-1]
    found = []
    for x in grid:
        e = error(x)
        if found and (found[-1][1] > 0) == (e > 0):
            if abs(e) > abs(found[-1][1]):
                found[-1] = (x, e)
        else:
            found.append((x, e))
    while len(found) > count:
        found.pop(0 if abs(found[0][1]) < abs(found[-1][1]) else -1)
    return [x for x, _ in found]


def remez(g, weight, degree, a, b):
    a, b = mp.mpf(a), mp.mpf(b)
    n = degree + 2
    points = [(a + b) / 2 - (b - a) / 2 * mp.cos(mp.pi * (k + 0.5) / n) for k in range(n)]
    for _ in range(12):
        q = solve(g, weight, degree, points)
        found = extrema(lambda x: weight(x) * (value(q, x) - g(x)), a, b, n)
        if len(found) < n:
            break
        points = found
    return q


def rounded(c, bits):
    with mp.workprec(bits):
        return +c


def show(name, g, weight, degree, a, b, bits):
    g = functools.cache(g)
    q = remez(g, weight, degree, a, b)
    r = [rounded(c, bits) for c in q]
    a, b = mp.mpf(a), mp.mpf(b)
    xs = [a + (b - a) * k / 2000 for k in range(2001)]
    quality = [-mp.log(max(weight(x) * abs(value(c, x) - g(x)) for x in xs), 2) for c in (q, r)]
    kind = "double" if bits == 53 else "float"
    print("%s, %s, degree %d: 2^-%.1f, rounded 2^-%.1f" % (name, kind, degree, *quality))
    for k, c in enumerate(r):
        print("  %s%s,  // x^%d" % (float(c).hex(), "" if bits == 53 else "f", k))


def exp_tail(x):
    return (mp.expm1(x) - x) / x**2 if x != 0 else mp.mpf(1) / 2


def log1p_tail(x):
    return (mp.log1p(x) - x + x**2 / 2) / x**3 if x != 0 else mp.mpf(1) / 3


def atanh_tail(z):
    s = mp.sqrt(z)
    return (2 * mp.atanh(s) - 2 * s - s**3 * 2 / 3) / s**5 if z != 0 else mp.mpf(2) / 5


def sine_tail(z):
    r = mp.sqrt(z)
    return (mp.sin(r) - r) / r**3 if z != 0 else -mp.mpf(1) / 6


def cosine_tail(z):
    return (mp.cos(mp.sqrt(z)) - 1 + z / 2) / z**2 if z != 0 else mp.mpf(1) / 24


def arctangent_tail(z):
    r = mp.sqrt(z)
    return (mp.atan(r) - r) / r**3 if z != 0 else -mp.mpf(1) / 3


def arcsine_tail(z):
    r = mp.sqrt(z)
    return (mp.asin(r) - r) / r**3 if z != 0 else mp.mpf(1) / 6


def sinh_tail(z):
    r = mp.sqrt(z)
    return (mp.sinh(r) - r) / r**3 if z != 0 else mp.mpf(1) / 6


def cosh_tail(z):
    return (mp.cosh(mp.sqrt(z)) - 1 - z / 2) / z**2 if z != 0 else mp.mpf(1) / 24


def erf_tail(z):
    x = mp.sqrt(z)
    return mp.erf(x) / x - 1 if z != 0 else 2 / mp.sqrt(mp.pi) - 1


def logcosh_tail(z):
    return (mp.log(mp.cosh(mp.sqrt(z))) - z / 2) / z**2 if z > TINY else -mp.mpf(1) / 12


def from_infinity(t, k):
    """x >= 0 as (x - k)/(x + k) in [-1, 1]."""
    return k * (1 + t) / (1 - t)


def scaled_integral(n, x):
    """(1 + 2x)^(n+1) e^(x^2) i^n erfc(x), the n-th repeated integral of erfc [DLMF, 7.18]."""
    if x > 200:  # its asymptotic series
        term, total = mp.mpf(1), mp.mpf(0)
        for m in range(20):
            total += term
            term *= -mp.mpf((2 * m + n + 1) * (2 * m + n + 2)) / ((m + 1) * 4 * x * x)
        return 2 / mp.sqrt(mp.pi) * (1 + 1 / (2 * x)) ** (n + 1) * total
    before, integral = 2 / mp.sqrt(mp.pi), mp.exp(x * x) * mp.erfc(x)
    for k in range(1, n + 1):
        before, integral = integral, before / (2 * k) - x * integral / k
    return (1 + 2 * x) ** (n + 1) * integral


def erfcx_tail(t):
    """((1 + 2x) e^(x^2) erfc(x) - 1)/(1 + t)."""
    if t + 1 < TINY:
        return 4 - 4 / mp.sqrt(mp.pi)
    return (scaled_integral(0, from_infinity(t, 4)) - 1) / (1 + t)


def stirling(coefficient, x, terms=40):
    """The sum of coefficient(k) B_2k / x^(2k-2), k = 1, 2, ..., for large x."""
    return sum(coefficient(k) * mp.bernoulli(2 * k) / x ** (2 * k - 2) for k in range(1, terms))


def lgamma_correction(w):
    """x (log Gamma(x) - (x - 1/2)(log x - 1) - (log(2 pi) - 1)/2), w = 1/x^2."""
    x = 1 / mp.sqrt(w)
    if x > 100:
        return stirling(lambda k: mp.mpf(1) / (2 * k * (2 * k - 1)), x)
    return x * (mp.loggamma(x) - (x - 0.5) * (mp.log(x) - 1) - (mp.log(2 * mp.pi) - 1) / 2)


def digamma_correction(w):
    """x^2 (log x - 1/(2x) - psi(x)), w = 1/x^2."""
    x = 1 / mp.sqrt(w)
    if x > 100:
        return stirling(lambda k: mp.mpf(1) / (2 * k), x)
    return x * x * (mp.log(x) - mp.digamma(x)) - x / 2


def scaled_trigamma(x):
    return 1 + 1 / (2 * x) + stirling(lambda k: 1, x) / x**2 if x > 100 else x * mp.psi(1, x)


def scaled_tetragamma(x):
    return 1 + 1 / x + stirling(lambda k: 2 * k + 1, x) / x**2 if x > 100 else -x * x * mp.psi(2, x)


def lgamma_near_two(z):
    return mp.loggamma(2 + z) / z if abs(z) > TINY else 1 - mp.euler


def digamma_by_root(z):
    x = z + 1.5
    return mp.digamma(x) / (x - DIGAMMA_ROOT) if abs(x - DIGAMMA_ROOT) > TINY else mp.psi(1, DIGAMMA_ROOT)


def log_table():
    """Reciprocals c of 16 interval middles whose -log c are nearly doubles (S. Gal, An accurate
    elementary mathematical library, ACM TOMS 17, 1991), so that one double holds each.
    Interval i holds the m in [0.75, 1.5) whose first four fraction bits are i."""
    print("log: i, c, -log c, -log2 of its error")
    for i in range(16):
        middle = (1 + (i + mp.mpf(1) / 2) / 16) * (1 if i < 8 else mp.mpf(1) / 2)
        if i in (0, 15):  # around 1 the result is a relative small number: no table
            c, error = mp.mpf(1), mp.mpf(0)
        else:
            for k in range(10**7):
                c = rounded(1 / middle + k * mp.mpf(2) ** -34, 53)
                with mp.workprec(120):
                    exact = -mp.log(c)
                    error = abs(exact - rounded(exact, 53))
                if error < mp.mpf(2) ** -72:
                    break
        value = rounded(-mp.log(c), 53)
        bits = "exact" if error == 0 else "%.1f" % -mp.log(error, 2)
        print("  %d  %s  %s  %s" % (i, float(c).hex(), float(value).hex(), bits))


TINY = mp.mpf(2) ** -60  # keeps weights positive at 0
DIGAMMA_ROOT = mp.findroot(mp.digamma, mp.mpf("1.4616321449683623"))
LOG1P = "(log1p(x) - x + x^2/2)/x^3"
ATANH = "(2 atanh s - 2 s - 2/3 s^3)/s^5, x = s^2"

def special_functions():
    def relative(g):
        return lambda x: 1 / abs(g(x))

    def constant(x):
        return mp.mpf(1)

    end = 1 - mp.mpf(2) ** -40  # where x is 4e12, as good as infinite
    for degree, bits in ((11, 53), (6, 24)):
        show("erf x / x - 1, z = x^2", erf_tail, constant, degree, TINY, 1, bits)
    name = ", t = (x-4)/(x+4)"
    for degree, bits in ((24, 53), (12, 24)):
        show("((1+2x) erfcx(x) - 1)/(1+t)" + name, erfcx_tail, lambda t: 1 + t + TINY, degree, -1, end, bits)
    for n, double, single in ((1, 26, 14), (2, 28, 16)):
        g = functools.cache(lambda t: scaled_integral(n, from_infinity(t, 4)))
        for degree, bits in ((double, 53), (single, 24)):
            show("(1+2x)^%d e^(x^2) i^%derfc(x)" % (n + 1, n) + name, g, relative(g), degree, -1, end, bits)
    quarter = mp.mpf("0.16001")
    for degree, bits in ((11, 53), (3, 24)):
        show("lgamma correction, w = 1/x^2", lgamma_correction, constant, degree, TINY, quarter, bits)
    for degree, bits in ((17, 53), (8, 24)):
        show("lgamma(2+z)/z", lgamma_near_two, relative(lgamma_near_two), degree, -0.5, 0.5, bits)
    for degree, bits in ((15, 53), (5, 24)):
        show("digamma correction, w = 1/x^2", digamma_correction, constant, degree, TINY, mp.mpf("0.25001"), bits)
    for bits in (53, 24):
        print("root of digamma: %s + %s" % hexadecimal_pair(DIGAMMA_ROOT, bits))
    for degree, bits in ((21, 53), (9, 24)):
        show("digamma(1.5+z)/(1.5+z-root)", digamma_by_root, relative(digamma_by_root), degree, -0.5, 0.5, bits)
    for name, f in (("x trigamma x", scaled_trigamma), ("-x^2 tetragamma x", scaled_tetragamma)):
        g = functools.cache(lambda t: f(from_infinity((t + 1) / 2, 1)))
        for degree, bits in ((21, 53), (10, 24)):
            show(name + ", t = (x-3)/(x+1)", g, relative(g), degree, -1, end, bits)
    for degree, bits in ((10, 53), (4, 24)):
        show("(log cosh x - x^2/2)/x^4, z = x^2", logcosh_tail, lambda z: z, degree, TINY, mp.mpf("0.5626"), bits)


def hexadecimal_pair(number, bits):
    high = rounded(number, bits)
    return float(high).hex(), float(rounded(number - high, bits)).hex()


if __name__ == "__main__":
    log_table()
    half = mp.log(2) / 2 * (1 + mp.mpf(2) ** -20)
    for degree, bits in ((9, 53), (10, 53), (4, 24), (5, 24)):
        show("(e^x - 1 - x)/x^2", exp_tail, lambda x: abs(x) + TINY, degree, -half, half, bits)
    show("(e^x - 1 - x)/x^2 for the table", exp_tail, lambda x: x**2 + TINY, 4, -half / 16, half / 16, 53)
    print("exp: i, 2^(i/16)")
    for i in range(16):
        print("  %d  %s" % (i, float(rounded(mp.mpf(2) ** (mp.mpf(i) / 16), 53)).hex()))
    for degree, bits in ((19, 53), (8, 24)):
        show(LOG1P, log1p_tail, lambda x: x**2 + TINY, degree, -0.25, 0.5, bits)
    beyond = mp.mpf(2) ** -10
    left, right = -mp.mpf(1) / 32 - beyond, mp.mpf(1) / 16 + beyond
    show(LOG1P + " for the table", log1p_tail, lambda x: x**2 + TINY, 7, left, right, 53)
    for degree, bits in ((7, 53), (3, 24)):
        show(ATANH, atanh_tail, lambda z: z**2 / 2 + TINY, degree, 0, 0.0400001, bits)
    once, twice = lambda z: z + TINY, lambda z: z**2 + TINY
    above = 1 + mp.mpf(2) ** -10
    eighth, sixteenth = (mp.pi / 4 * above) ** 2, mp.tan(mp.pi / 8) ** 2 * above
    for degree, bits in ((5, 53), (2, 24)):
        show("(sin r - r)/r^3, x = r^2", sine_tail, once, degree, 0, eighth, bits)
        show("(cos r - 1 + r^2/2)/r^4, x = r^2", cosine_tail, twice, degree, 0, eighth, bits)
    for degree, bits in ((10, 53), (4, 24)):
        show("(atan r - r)/r^3, x = r^2", arctangent_tail, once, degree, 0, sixteenth, bits)
    for degree, bits in ((11, 53), (4, 24)):
        show("(asin r - r)/r^3, x = r^2", arcsine_tail, once, degree, 0, mp.mpf("0.2501"), bits)
    small = (mp.log(2) / 2 * above) ** 2
    for degree, bits in ((4, 53), (1, 24)):
        show("(sinh r - r)/r^3, x = r^2", sinh_tail, once, degree, 0, small, bits)
        show("(cosh r - 1 - r^2/2)/r^4, x = r^2", cosh_tail, twice, degree, 0, small, bits)
    for degree, bits in ((6, 53), (4, 24)):
        show("cbrt x", mp.cbrt, lambda x: 1 / mp.cbrt(x), degree, mp.mpf("0.7499"), mp.mpf("1.5001"), bits)

    special_functions()
