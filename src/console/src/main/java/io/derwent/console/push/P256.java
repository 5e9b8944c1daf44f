package io.derwent.console.push;

import io.derwent.store.PushKeys;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;

/** Keys of the curve P-256 as push services write them: a point in 65 bytes, a scalar in 32. */
final class P256 {
    private static final String CURVE = "secp256r1";
    private static final int COORDINATE = 32;
    private static final int POINT = 1 + 2 * COORDINATE;
    private static final byte UNCOMPRESSED = 4;

    private P256() {}

    static KeyPair fresh() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(CURVE));
        return generator.generateKeyPair();
    }

    static PushKeys.Pair freshPair() {
        try {
            KeyPair pair = fresh();
            return new PushKeys.Pair(
                    point((ECPublicKey) pair.getPublic()), unsigned(((ECPrivateKey) pair.getPrivate()).getS()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no curve P-256", e);
        }
    }

    /**
     * Reads a point.
     *
     * @throws GeneralSecurityException if it is no point of the curve
     */
    static ECPublicKey publicKey(byte[] point) throws GeneralSecurityException {
        if (point.length != POINT || point[0] != UNCOMPRESSED) {
            throw new GeneralSecurityException("a public key is an uncompressed point of 65 bytes");
        }
        ECPoint w = new ECPoint(
                new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + COORDINATE)),
                new BigInteger(1, Arrays.copyOfRange(point, 1 + COORDINATE, POINT)));
        requireOnCurve(w);
        return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(w, parameters()));
    }

    static ECPrivateKey privateKey(byte[] scalar) throws GeneralSecurityException {
        return (ECPrivateKey) KeyFactory.getInstance("EC")
                .generatePrivate(new ECPrivateKeySpec(new BigInteger(1, scalar), parameters()));
    }

    static byte[] point(ECPublicKey key) {
        byte[] point = new byte[POINT];
        point[0] = UNCOMPRESSED;
        System.arraycopy(unsigned(key.getW().getAffineX()), 0, point, 1, COORDINATE);
        System.arraycopy(unsigned(key.getW().getAffineY()), 0, point, 1 + COORDINATE, COORDINATE);
        return point;
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[COORDINATE];
        int length = Math.min(bytes.length, COORDINATE);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE - length, length);
        return fixed;
    }

    private static ECParameterSpec parameters() throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(CURVE));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    /** A point elsewhere would tell an attacker about the private key. */
    private static void requireOnCurve(ECPoint point) throws GeneralSecurityException {
        var curve = parameters().getCurve();
        BigInteger p = ((java.security.spec.ECFieldFp) curve.getField()).getP();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        BigInteger right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB());
        if (x.compareTo(p) >= 0
                || y.compareTo(p) >= 0
                || y.pow(2).subtract(right).mod(p).signum() != 0) {
            throw new GeneralSecurityException("the public key is no point of P-256");
        }
    }
}
